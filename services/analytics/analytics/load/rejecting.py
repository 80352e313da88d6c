"""Rows that cannot be taken: those DuckDB cannot cut into columns, and those whose cells are no values of theirs."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from analytics.dataset.sql import literal
from analytics.load.conversion import Target, can_be_wrong, is_wrong
from analytics.load.sifting import LONGEST_ROW
from analytics.load.source import Source

REASONS = {
    "MISSING COLUMNS": "columns-few",
    "TOO MANY COLUMNS": "columns-many",
    "UNQUOTED VALUE": "quote",
    "LINE SIZE OVER MAXIMUM": "line-long",
    "INVALID ENCODING": "encoding",
    "INVALID STATE": "quote",
}
Connection = duckdb.DuckDBPyConnection


def valid(source: Source) -> str:
    return "WHERE json_valid(line) AND json_type(line) = 'OBJECT'" if source.kind == "json" else ""


def wrong_by_column(connection: Connection, source: Source, targets: Sequence[Target]) -> dict[str, int]:
    asked = [one for one in targets if can_be_wrong(one)]
    if not asked:
        return {}
    counts = ", ".join(f"count(*) FILTER (WHERE {is_wrong(one)})" for one in asked)
    row = connection.execute(f"SELECT {counts} FROM {source.relation} {valid(source)}").fetchone()  # noqa: S608
    forget(connection)
    return {one.name: int(count) for one, count in zip(asked, row or (), strict=True)}


def forget(connection: Connection) -> None:
    """Each reading of a CSV tells of the same lines again."""
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name IN ('rejects', 'scans')")
    for (name,) in tables.fetchall():
        connection.execute(f"DELETE FROM {name}")  # noqa: S608 - one of two names


def keep(connection: Connection, aside: Path, out: Path, source: Source) -> int:
    """How many there are, with those `aside`; the file is only made where there are some."""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW wrong AS SELECT * FROM read_parquet({literal(aside)})")  # noqa: S608
    rows = "SELECT * FROM wrong"
    if source.kind in {"csv", "xlsx"} and _has(connection, "rejects"):
        kinds = " ".join(f"WHEN '{kind}' THEN '{reason}'" for kind, reason in REASONS.items())
        rows += (
            " UNION ALL SELECT line, any_value(CASE CAST(error_type AS VARCHAR) "  # noqa: S608
            f"{kinds} ELSE 'value' END), '', '', left(any_value(csv_line), {LONGEST_ROW}) FROM rejects GROUP BY line"
        )
    row = connection.execute(f"SELECT count(*) FROM ({rows})").fetchone()  # noqa: S608
    count = int(row[0]) if row else 0
    if count:
        out.parent.mkdir(parents=True, exist_ok=True)
        connection.execute(f"COPY (SELECT * FROM ({rows}) ORDER BY place) TO {literal(out)} (FORMAT parquet)")  # noqa: S608
    return count


def _has(connection: Connection, table: str) -> bool:
    asked = "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?"
    row = connection.execute(asked, [table]).fetchone()
    return bool(row and row[0])
