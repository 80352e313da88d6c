"""What the columns of a file hold, by the first of its rows. What is not sure is text: so nothing is lost.

Digits that begin with a nought (identity cards, telephones, codes) are text. A point or a comma in numbers is that of
the column: "1.234,5" and "1,234.5" are never mixed in one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from analytics.dataset.kinds import ColumnKind
from kit.text import fold

ENOUGH = 0.9
MISSING = ("", "-", "n/a", "na", "null")
INTEGER = r"[+-]?\d{1,18}"
POINT = r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d{1,3})?"
COMMA = r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?"
GROUPS_ONLY = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+")
CODE = re.compile(r"[+-]?0\d+")
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y")
ISO = r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?"
MOMENTS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%H:%M:%S %d/%m/%Y", "%H:%M %d/%m/%Y")
YES, NO = ("true", "có", "đúng", "yes"), ("false", "không", "sai", "no")
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Shape:
    """`style`: how the text is read: point or comma of numbers, the format of dates."""

    kind: ColumnKind
    style: str = ""


def shape_of(values: Iterable[str | None], wanted: ColumnKind | None = None) -> Shape:
    """`wanted`: what the column holds is known, only its style is not."""
    found = [text for value in values if value is not None and (text := value.strip()).casefold() not in MISSING]
    if wanted == "text" or not found:
        return Shape(wanted or "text", "point" if wanted in {"integer", "number"} else "")
    least = 0.0 if wanted else ENOUGH
    tries = {"number": _number, "integer": _number, "date": _date, "moment": _moment, "boolean": _boolean}
    order = [wanted] if wanted else ["number", "date", "moment", "boolean"]
    for one in order:
        shape, share = tries[one](found)
        if share >= least and (share or wanted):
            return Shape(wanted or shape.kind, shape.style)
    return Shape("text")


def names_of(titles: Sequence[str]) -> list[str]:
    """Names for SQL: each once, whatever the headings are."""
    names: list[str] = []
    for place, title in enumerate(titles, 1):
        plain = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[: LONGEST_NAME - 6]
        plain = plain or f"cot_{place}"
        name, more = (f"c_{plain}" if plain[0].isdigit() else plain), 2
        while name in names:
            name, more = f"{plain}_{more}", more + 1
        names.append(name)
    return names


def is_heading(row: Sequence[str]) -> bool:
    """No cell of it is a value."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return bool(cells) and not any(_is_value(cell) for cell in cells)


def _is_value(cell: str) -> bool:
    return any(re.fullmatch(pattern, cell) for pattern in (POINT, COMMA, ISO)) or _date([cell])[1] == 1


def _share(pattern: str, found: Sequence[str]) -> float:
    fits = re.compile(pattern).fullmatch
    return sum(fits(one) is not None for one in found) / len(found)


def _number(found: Sequence[str]) -> tuple[Shape, float]:
    if any(CODE.fullmatch(one) for one in found):
        return Shape("text"), 0
    point, comma, whole = _share(POINT, found), _share(COMMA, found), _share(INTEGER, found)
    only_groups = all(GROUPS_ONLY.fullmatch(one) or one.isdecimal() for one in found)
    style = (
        "comma" if comma > point or (comma == point and only_groups and any("." in one for one in found)) else "point"
    )
    mark = "," if style == "comma" else "."
    is_whole = whole == max(point, comma) or not any(mark in one or "e" in one.lower() for one in found)
    return Shape("integer" if is_whole else "number", style), max(point, comma)


def _date(found: Sequence[str]) -> tuple[Shape, float]:
    best = max(DATES, key=lambda one: _parsed(one, found))
    return Shape("date", best), _parsed(best, found)


def _moment(found: Sequence[str]) -> tuple[Shape, float]:
    iso = _share(ISO, found)
    best = max(MOMENTS, key=lambda one: _parsed(one, found))
    share = _parsed(best, found)
    return (Shape("moment", "iso"), iso) if iso >= share else (Shape("moment", best), share)


def _boolean(found: Sequence[str]) -> tuple[Shape, float]:
    return Shape("boolean"), sum(one.casefold() in {*YES, *NO} for one in found) / len(found)


def _parsed(form: str, found: Sequence[str]) -> float:
    tried = found[:2000]
    return sum(_is_moment(one, form) for one in tried) / len(tried)


def _is_moment(text: str, form: str) -> bool:
    mark = form[2]
    if not text[:1].isdecimal() or len(text) > 20 or text.count(mark) != form.count(mark):
        return False
    try:
        datetime.strptime(text, form)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True
