"""From the text of a cell to the value of its column, as expressions of DuckDB: NULL where it cannot be."""

from dataclasses import dataclass

from analytics.dataset.kinds import DUCKDB, ColumnKind
from analytics.load.guess import COMMA, ISO, MISSING, NO, POINT, YES


@dataclass(frozen=True, slots=True)
class Target:
    """`source`: the column of the file, an expression; empty where the file has none."""

    source: str
    name: str
    title: str
    kind: ColumnKind
    style: str = ""
    typed: bool = False
    """The file says itself what it holds, as Parquet does."""
    composed: bool = False
    """Its letters and marks are one character each already (NFC)."""


def value_of(target: Target) -> str:
    if not target.source:
        return f"CAST(NULL AS {DUCKDB[target.kind]})"
    if target.typed:
        return f"CAST({target.source} AS {DUCKDB[target.kind]})"
    text = f"trim({target.source})"
    if target.kind in {"integer", "number"}:
        return _number(text, target)
    if target.kind == "text":
        return f"nullif({target.source if target.composed else f'nfc_normalize({target.source})'}, '')"
    return _other(text, target)


def _other(text: str, target: Target) -> str:
    if target.kind == "boolean":
        return f"CASE WHEN lower({text}) IN {_list(YES)} THEN true WHEN lower({text}) IN {_list(NO)} THEN false END"
    if target.style == "iso":
        return f"CASE WHEN regexp_full_match({text}, '{ISO}') THEN TRY_CAST({text} AS TIMESTAMPTZ) END"
    return f"CAST(try_strptime({text}, '{target.style or '%d/%m/%Y'}') AS {DUCKDB[target.kind]})"


def is_no_value(target: Target, value: str) -> str:
    """There is something, and it is no value of the column; `value`: what was made of it."""
    text = target.source
    is_something = f"{text} IS NOT NULL AND lower(trim({text})) NOT IN {_list(MISSING)}"
    return f"(CASE WHEN {value} IS NULL THEN {is_something} ELSE false END)"


def is_wrong(target: Target) -> str:
    return is_no_value(target, f"({value_of(target)})")


def can_be_wrong(target: Target) -> bool:
    return bool(target.source) and not target.typed and target.kind != "text"


def _number(text: str, target: Target) -> str:
    kind = DUCKDB[target.kind]
    if target.style == "comma":
        plain = f"replace(replace({text}, '.', ''), ',', '.')"
        pattern = COMMA
    else:
        plain, pattern = f"replace({text}, ',', '')", POINT
    fits = f"regexp_full_match({text}, '{pattern}')"
    if target.kind == "integer":
        fits += f" AND TRY_CAST({plain} AS DOUBLE) % 1 = 0"
    return f"CASE WHEN {fits} THEN TRY_CAST({plain} AS {kind}) END"


def _list(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"
