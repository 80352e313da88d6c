"""Ten million rows grouped: the sandboxed workspace beside pandas and PostgreSQL, the same file, in one run.

python -m tests.bench.workspace [rows] [rounds]

The workspace is asked as a page asks it: a child each time that waits already, its limits included; beside it one that
has to begin first, as the very first question of a process has it. pandas has read the
file before its time begins; PostgreSQL holds the rows in an unlogged table, analysed, its cache warm.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import asyncpg
import duckdb
import pandas as pd
from uvloop import run

from analytics.workspace.confined import Asked, Source, ask
from analytics.workspace.spare import kept
from embedded import postgres as embedded_postgres

HELD = "SELECT * FROM read_parquet(['{file}'])"
ROWS, ROUNDS, MOST_SECONDS = 10_000_000, 5, 1.0
READING = 1.5
"""Seconds in which somebody looks at an answer before the next question."""
MADE = """
SELECT (i * 7919 % 99)::INTEGER AS xa, (i % 1461)::INTEGER AS ngay_thu, (i * 31 % 90)::INTEGER AS so_ngay,
  (i % 100000) * 0.5::DOUBLE AS phi
FROM range({rows}) t(i)
"""
GROUPED = "SELECT xa, count(*) AS so, sum(phi) AS phi, avg(so_ngay) AS so_ngay FROM ho_so GROUP BY xa ORDER BY xa"


def main(rows: int = ROWS, rounds: int = ROUNDS) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "ho_so.parquet")
        duckdb.execute(f"COPY ({MADE.format(rows=rows)}) TO '{file}' (FORMAT parquet)")
        own = run(_with_spare(file, rounds))
        fresh = run(_workspace(file, rounds))
        told = {
            "workspace": own,
            "new child": fresh,
            "pandas": _pandas(file, rounds),
            "postgresql": run(_postgres(file, rounds)),
        }
    for name, seconds in told.items():
        print(f"{rows:>12,} rows grouped by {name:<11} {median(seconds):6.2f} s (of {len(seconds)}: {_all(seconds)})")
    return int(rows >= ROWS and median(own) > MOST_SECONDS)


def _all(seconds: list[float]) -> str:
    return " ".join(f"{one:.2f}" for one in seconds)


async def _workspace(file: str, rounds: int) -> list[float]:
    asked = Asked(GROUPED, {"ho_so": Source(HELD.format(file=file), (file,))})
    seconds = []
    for _ in range(rounds):
        begun = perf_counter()
        answer = await ask(asked)
        seconds.append(perf_counter() - begun)
        if len(answer.rows) != 99:
            raise SystemExit(f"the workspace answered {answer.state}")
        await asyncio.sleep(READING)
    return seconds


async def _with_spare(file: str, rounds: int) -> list[float]:
    async with kept() as spare:
        spare.renew()
        await asyncio.sleep(READING)
        return await _workspace(file, rounds)


def _pandas(file: str, rounds: int) -> list[float]:
    frame = pd.read_parquet(file)

    def grouped() -> Any:
        named = {"so": ("xa", "size"), "phi": ("phi", "sum"), "so_ngay": ("so_ngay", "mean")}
        return frame.groupby("xa").agg(**named)

    return [_timed(grouped) for _ in range(rounds)]


def _timed(work: Callable[[], Any]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


async def _postgres(file: str, rounds: int) -> list[float]:
    with (
        tempfile.TemporaryDirectory(dir=Path(file).parent) as folder,
        embedded_postgres.running(Path(folder), fast=True) as server,
    ):
        connection = await asyncpg.connect(server.dsn())
        try:
            await _filled(connection, file)
            seconds = []
            for _ in range(rounds):
                begun = perf_counter()
                await connection.fetch(GROUPED)
                seconds.append(perf_counter() - begun)
            return seconds
        finally:
            await connection.close()


async def _filled(connection: Any, file: str) -> None:
    await connection.execute("CREATE UNLOGGED TABLE ho_so (xa int, ngay_thu int, so_ngay int, phi double precision)")
    reader = duckdb.execute(HELD.format(file=file))
    while part := await asyncio.to_thread(reader.fetchmany, 200_000):
        await connection.copy_records_to_table("ho_so", records=part)
    await connection.execute("VACUUM ANALYZE ho_so")


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:])))
