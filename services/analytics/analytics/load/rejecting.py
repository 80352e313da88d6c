"""Rows that cannot be taken: those DuckDB cannot cut into columns, and those whose cells are no values of theirs."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from analytics.load.conversion import Target, can_be_wrong, is_wrong
from analytics.load.source import Source

LONGEST = 2000
"""Characters of a rejected row that are kept."""
REASONS = {
    "MISSING COLUMNS": "columns-few",
    "TOO MANY COLUMNS": "columns-many",
    "UNQUOTED VALUE": "quote",
    "LINE SIZE OVER MAXIMUM": "line-long",
    "INVALID ENCODING": "encoding",
    "INVALID STATE": "quote",
}
Connection = duckdb.DuckDBPyConnection
COLUMNS = 'place BIGINT, reason VARCHAR, "column" VARCHAR, value VARCHAR, row VARCHAR'


def valid(source: Source) -> str:
    return "WHERE json_valid(line) AND json_type(line) = 'OBJECT'" if source.kind == "json" else ""


def good(source: Source, targets: Sequence[Target]) -> str:
    """The condition of rows that can be taken."""
    wrong = [is_wrong(one) for one in targets if can_be_wrong(one)]
    first = valid(source) or "WHERE true"
    return f"{first} AND NOT ({' OR '.join(wrong)})" if wrong else first


def wrong_by_column(connection: Connection, source: Source, targets: Sequence[Target]) -> dict[str, int]:
    asked = [one for one in targets if can_be_wrong(one)]
    if not asked:
        return {}
    counts = ", ".join(f"count(*) FILTER (WHERE {is_wrong(one)})" for one in asked)
    row = connection.execute(f"SELECT {counts} FROM {source.relation} {valid(source)}").fetchone()  # noqa: S608
    forget(connection)
    return {one.name: int(count) for one, count in zip(asked, row or (), strict=True)}


def collect(connection: Connection, source: Source, targets: Sequence[Target]) -> None:
    """Into the table `wrong`; `place`: the row's number among the rows of the file."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE wrong ({COLUMNS})")
    if source.kind == "json":
        connection.execute(
            "INSERT INTO wrong SELECT n, 'json', '', '', line[:2000] FROM "  # noqa: S608
            f"(SELECT row_number() OVER () AS n, line FROM {source.relation}) "
            "WHERE NOT json_valid(line) OR json_type(CASE WHEN json_valid(line) THEN line END) <> 'OBJECT'"
        )
    asked = [one for one in targets if can_be_wrong(one)]
    if asked:
        first = " ".join(f"WHEN {is_wrong(one)} THEN {place}" for place, one in enumerate(asked))
        numbered = f"SELECT row_number() OVER () AS n, * FROM {source.relation}"  # noqa: S608
        if source.kind == "json":
            numbered = f"SELECT * FROM ({numbered}) {valid(source)}"  # noqa: S608
        whole = "line" if source.kind == "json" else f"concat_ws('; ', {', '.join(name for name, _ in source.columns)})"
        value = " ".join(f"WHEN {place} THEN {one.source}" for place, one in enumerate(asked))
        named = " ".join(f"WHEN {place} THEN '{one.name}'" for place, one in enumerate(asked))
        connection.execute(
            f"INSERT INTO wrong SELECT n + {source.skipped}, 'value', CASE bad {named} END, "  # noqa: S608
            f"left(CASE bad {value} END, 200), left({whole}, {LONGEST}) "
            f"FROM (SELECT *, CASE {first} END AS bad FROM ({numbered})) WHERE bad IS NOT NULL"
        )
    forget(connection)


def forget(connection: Connection) -> None:
    """Each reading of a CSV tells of the same lines again."""
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name IN ('rejects', 'scans')")
    for (name,) in tables.fetchall():
        connection.execute(f"DELETE FROM {name}")  # noqa: S608 - one of two names


def keep(connection: Connection, out: Path, source: Source) -> int:
    """How many there are; the file is only made where there are some."""
    if source.kind in {"csv", "xlsx"} and _has(connection, "rejects"):
        kinds = " ".join(f"WHEN '{kind}' THEN '{reason}'" for kind, reason in REASONS.items())
        connection.execute(
            "INSERT INTO wrong SELECT line, any_value(CASE CAST(error_type AS VARCHAR) "  # noqa: S608
            f"{kinds} ELSE 'value' END), '', '', left(any_value(csv_line), {LONGEST}) FROM rejects GROUP BY line"
        )
    row = connection.execute("SELECT count(*) FROM wrong").fetchone()
    count = int(row[0]) if row else 0
    if count:
        out.parent.mkdir(parents=True, exist_ok=True)
        target = str(out).replace("'", "''")
        rows = "SELECT * FROM wrong ORDER BY place"
        connection.execute(f"COPY ({rows}) TO '{target}' (FORMAT parquet)")
    return count


def _has(connection: Connection, table: str) -> bool:
    asked = "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?"
    row = connection.execute(asked, [table]).fetchone()
    return bool(row and row[0])
