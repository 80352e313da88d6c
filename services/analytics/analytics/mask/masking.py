"""How a value is shown to who may not see it: enough to tell two rows apart by eye, not enough to know whose it is."""

from analytics.dataset.kinds import DUCKDB, ColumnKind
from analytics.dataset.sql import quoted
from analytics.dataset.tables import DatasetColumn

SHOWN = 3
"""Last characters of a number that stay."""
LAST = ("cccd", "phone", "tax_code", "bank_account")
ACTIVE = ("proposed", "confirmed")
NOTHING = "CAST(NULL AS VARCHAR)"
HIDDEN = "WHEN {text} <> '' THEN '•••' END"
PATTERNS = {
    "last": f"CASE WHEN length({{text}}) > {2 * SHOWN} THEN '•••' || right({{text}}, {SHOWN}) {HIDDEN}",
    "email": f"CASE WHEN contains({{text}}, '@') THEN '•••@' || split_part({{text}}, '@', -1) {HIDDEN}",
    "person_name": "regexp_replace({text}, '(\\S)\\S*', '\\1.', 'g')",
    "address": f"CASE WHEN contains({{text}}, ',') THEN '•••,' || split_part({{text}}, ',', -1) {HIDDEN}",
    "birth_date": "CASE WHEN regexp_matches({text}, '(19|20)[0-9][0-9]') "
    f"THEN regexp_extract({{text}}, '(19|20)[0-9][0-9]') {HIDDEN}",
}


def is_personal(column: DatasetColumn) -> bool:
    return bool(column.tag) and column.tag_state in ACTIVE


def seen_kind(column: DatasetColumn, kind: ColumnKind) -> ColumnKind:
    return "date" if column.tag == "birth_date" and kind == "date" else "text"


def masking(column: DatasetColumn, kind: ColumnKind) -> str:
    """An expression of DuckDB over the column; empty values stay empty."""
    name = quoted(column.name)
    if column.tag == "birth_date" and kind == "date":
        return f"CAST(date_trunc('year', {name}) AS DATE)"
    text = name if kind == "text" else f"CAST({name} AS VARCHAR)"
    return PATTERNS.get("last" if column.tag in LAST else column.tag, NOTHING).format(text=text)


def duckdb_type(kind: ColumnKind) -> str:
    return DUCKDB[kind]
