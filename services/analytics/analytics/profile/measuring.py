"""Figures of the columns of a snapshot, by DuckDB over its files."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import duckdb

from analytics.dataset.kinds import ColumnKind

MOST_TOP = 10
BINS = 20
MOST_ASKED = 200_000
"""Rows that are asked for their most frequent values."""
LONGEST = 200
AT_ONCE = 40
"""Columns of one question: their hash tables are in memory together."""
Connection = duckdb.DuckDBPyConnection


def measured(connection: Connection, source: str, columns: Sequence[tuple[str, ColumnKind]]) -> list[dict[str, Any]]:
    """`source`: what stands after FROM."""
    found: list[dict[str, Any]] = []
    for start in range(0, len(columns), AT_ONCE):
        part = columns[start : start + AT_ONCE]
        asked = ", ".join(_summary(name, kind) for name, kind in part)
        row = connection.execute(f"SELECT count(*), {asked} FROM {source}").fetchone() or ()  # noqa: S608
        frequent = _frequent(connection, source, [name for name, _ in part], row[0])
        for place, (name, kind) in enumerate(part):
            found.append(_facts(name, kind, row[0], row[1 + 5 * place : 6 + 5 * place]))
            found[-1]["facts"]["top"] = _counted(connection, source, name, frequent[place])
    for one, (name, kind) in zip(found, columns, strict=True):
        one["facts"]["histogram"] = _histogram(connection, source, name, kind, one["facts"])
    return found


def _summary(name: str, kind: ColumnKind) -> str:
    column = f'"{name}"'
    mean = f"avg({column})" if kind in {"integer", "number"} else "NULL"
    return f"count({column}), approx_count_distinct({column}), min({column}), max({column}), {mean}"


def _frequent(connection: Connection, source: str, names: Sequence[str], rows: int) -> list[list[str]]:
    """Of each column the values that are there most often, as text; of many rows some are asked, and all counted."""
    asked = ", ".join(f'approx_top_k("{name}", {MOST_TOP})' for name in names)
    some = f"TABLESAMPLE system({100 * MOST_ASKED / rows}%)" if rows > MOST_ASKED else ""
    row = connection.execute(f"SELECT {asked} FROM {source} {some}").fetchone() or ()  # noqa: S608
    return [[str(one) for one in top or () if one is not None] for top in row]


def _facts(name: str, kind: ColumnKind, rows: int, found: Sequence[Any]) -> dict[str, Any]:
    count, distinct, least, most, mean = found
    facts = {"kind": kind, "min": _plain(least), "max": _plain(most), "mean": _plain(mean)}
    return {"name": name, "rows": rows, "missing": rows - count, "distinct": min(distinct, count), "facts": facts}


def _counted(connection: Connection, source: str, name: str, top: Sequence[str]) -> list[Any]:
    """`[value, count]`, the most frequent first."""
    if not top:
        return []
    text = f'CAST("{name}" AS VARCHAR)'
    asked = f"SELECT {text} AS value, count(*) AS many FROM {source} WHERE list_contains(?, {text}) GROUP BY value"  # noqa: S608
    found = connection.execute(f"{asked} ORDER BY many DESC, value", [list(top)]).fetchall()
    return [[_plain(value), many] for value, many in found]


def _histogram(connection: Connection, source: str, name: str, kind: ColumnKind, facts: dict[str, Any]) -> list[Any]:
    """`[edge, count]` of bins of equal width."""
    least, most = facts["min"], facts["max"]
    if kind not in {"integer", "number"} or least is None or not least < most:
        return []
    width = (most - least) / BINS
    if not math.isfinite(width):
        return []
    place = f'least(CAST(floor(("{name}" - {least!r}) / {width!r}) AS BIGINT), {BINS - 1})'
    asked = f'SELECT {place} AS bin, count(*) FROM {source} WHERE isfinite(CAST("{name}" AS DOUBLE)) GROUP BY bin'  # noqa: S608
    counts = dict(connection.execute(asked).fetchall())
    return [[least + width * one, counts.get(one, 0)] for one in range(BINS)]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
