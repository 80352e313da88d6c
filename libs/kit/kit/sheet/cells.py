"""What a cell means. XLSX says whether a cell is a number or a day; in CSV, and often in XLSX too, it is text."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from kit.text import Name, find_day

Cell = str | Decimal | date | bool

_PLAIN = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+(?:,\d+)?|(?:,\d{3})+(?:\.\d+)?)")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""1.234 is a thousand and more to some, one and a bit to others."""
_GAPS = str.maketrans({" ": None, "\u00a0": None, "\u202f": None, "\u2212": "-"})


def words(value: Any) -> Any:
    """Text as it is typed; a number typed into a column of texts is its digits."""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return value if value is None or isinstance(value, str) else str(value)


def day(value: Any) -> Any:
    """31/12/2025, as Vietnamese write it, or 2025-12-31."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    if (found := find_day(str(value))) is None:
        raise ValueError("sheet.wrong.day")
    return found


def number(value: Any) -> Any:
    """1.234,5 or 1,234.5 or 1234,5; what may be read both ways is refused, not guessed."""
    if value is None or isinstance(value, Decimal | int | float):
        return value
    text = str(value).translate(_GAPS)
    if _EITHER.fullmatch(text):
        raise ValueError("sheet.wrong.number_either")
    if not _PLAIN.fullmatch(text):
        if not _GROUPED.fullmatch(text):
            raise ValueError("sheet.wrong.number")
        group = "." if text.find(".") < text.find(",") or "," not in text else ","
        text = text.replace(group if "." in text else ",", "")
    return Decimal(text.replace(",", "."))


Words = Annotated[Name, BeforeValidator(words)]
Day = Annotated[date, BeforeValidator(day)]
Number = Annotated[Decimal, BeforeValidator(number)]
