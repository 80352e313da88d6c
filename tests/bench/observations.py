"""Figures by file: 20,000 rows from the first byte sent to written, rolled up and scored; and the board meanwhile.

python -m tests.bench.observations [rounds]

One monitoring process with its background work, PostgreSQL that makes every commit durable. CSV and XLSX take turns;
every round brings other figures: first all rows are new, then all are corrections.
"""

import asyncio
import csv
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from datetime import date
from io import BytesIO, StringIO
from itertools import islice, product
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import httpx
import xlsxwriter
from uvloop import run

from embedded import postgres as embedded_postgres
from embedded import valkey as embedded_valkey
from kit import migrate
from kit.auth import Bearer
from kit.units import Level, register
from monitoring.main import app as monitoring
from monitoring.observation.columns import ALL
from tests.bench.events import fsyncs
from tests.support.running import served
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

ROWS, MOST_SECONDS = 20_000, 10.0
API = "/monitoring/api/v1"
SCOPES = ("indicators:read", "observations:write", "monitoring:province")
CODES = (
    "P3.11",
    "P3.12",
    "P3.13",
    "P4.1",
    "P4.2",
    "P5.1",
    "P5.2",
    "P8.1",
    "P8.2",
    "P8.3",
    "P4.8",
    "P4.9",
    "P6.8",
    "P6.9",
)
HEAD = [column.name for column in ALL[:7]]


def rows(round_: int) -> list[list[str]]:
    """By indicator, commune and month, in the communes of each."""
    months = [date(year, month, 1) for year in (2025, 2026) for month in range(1, 13)][6:-2]
    communes = [(month, unit.code) for month in months for unit in register().units_at(month, Level.COMMUNE)]
    made = (
        [code, "commune", area, f"{month:%Y-%m}", "", str(500 + (place + round_) % 300), "1000"]
        for place, (code, (month, area)) in enumerate(product(CODES, communes))
    )
    return list(islice(made, ROWS))


def as_csv(table: list[list[str]], head: Sequence[str] = HEAD) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([head, *table])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: list[list[str]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([HEAD, *table]):
            sheet.write_row(place, 0, row)
    return out.getvalue()


@asynccontextmanager
async def desk(database: str, valkey: str, files: Path) -> AsyncIterator[httpx.AsyncClient]:
    keys = TestKeys()
    app = monitoring(
        settings_of("monitoring", database_url=database, redis_url=valkey, bus_url=valkey, files_url=f"file://{files}")
    )
    app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
    headers = keys.bearer(*SCOPES, agency="H02.14", exp=4_000_000_000)
    async with (
        served(app, log_level="warning") as url,
        httpx.AsyncClient(base_url=url, headers=headers, timeout=60, trust_env=False) as http,
    ):
        yield http


async def import_once(http: httpx.AsyncClient, name: str, content: bytes) -> dict[str, Any]:
    """How long it took, what became of it, and how long the board took meanwhile, in milliseconds."""
    board: list[float] = []
    start = perf_counter()
    answer = await http.post(f"{API}/observations/imports", files={"file": (name, content)})
    path = f"{API}/observations/imports/{answer.raise_for_status().json()['id']}"
    while True:
        found: dict[str, Any] = (await http.get(path)).json()
        if found["state"] not in {"waiting", "running"}:
            return {**found, "seconds": perf_counter() - start, "board": board}
        before = perf_counter()
        (await http.get(f"{API}/indicators")).raise_for_status()
        board.append((perf_counter() - before) * 1000)
        await asyncio.sleep(0.1)


async def measure(database: str, valkey: str, files: Path, rounds: int) -> bool:
    took: dict[str, list[float]] = {"csv": [], "xlsx": []}
    board: list[float] = []
    async with desk(database, valkey, files) as http:
        for round_, (kind, write) in enumerate([("csv", as_csv), ("xlsx", as_xlsx)] * rounds):
            found = await import_once(http, f"so-lieu.{kind}", write(rows(round_)))
            if found["state"] != "done" or found["added"] + found["corrected"] != ROWS:
                print(f"    {kind}: {found['state']} {found['wrong'][:1]}")
                return False
            took[kind].append(found["seconds"])
            board += found["board"]
    for kind, seconds in took.items():
        each = ", ".join(f"{one:.1f}" for one in seconds)
        print(f"{ROWS} rows of {kind}: {median(seconds):.1f} s ({each}; the first csv new, the others corrections)")
    print(f"    the board meanwhile: p50 {median(board):.0f} ms, p95 {quantiles(board, n=20)[18]:.0f} ms")
    return max(max(seconds) for seconds in took.values()) < MOST_SECONDS


def main(rounds: int = 3) -> int:
    """1 when a file took too long."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(embedded_postgres.running(folder / "postgres"))
        valkey = stack.enter_context(embedded_valkey.running(folder / "valkey"))
        print(f"observations: {fsyncs(folder):.0f} fsyncs/s")
        database = postgres.create_database("monitoring")
        migrate.upgrade(database, "monitoring")
        reached = run(measure(database, valkey, folder / "files", rounds))
    print(f"    {'reached' if reached else 'MISSED'}: under {MOST_SECONDS:.0f} s each")
    return int(not reached)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
