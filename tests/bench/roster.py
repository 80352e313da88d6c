"""A roster by file: 20,000 people with their positions, from the first byte sent to written; and a page meanwhile.

python -m tests.bench.roster [rounds]

One governance process with its background work, PostgreSQL that makes every commit durable. Each round brings as many
people to another agency, then the same file with other titles, so that every row changes.
"""

import asyncio
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx
from uvloop import run

from embedded import postgres as embedded_postgres
from embedded import valkey as embedded_valkey
from governance.main import app as governance
from governance.organisation.tables import Agency, Unit
from kit import migrate
from kit.auth import Bearer
from kit.text import fold, sort_key
from tests.bench.events import fsyncs
from tests.bench.observations import as_csv
from tests.support.running import served
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

ROWS, UNITS, MOST_SECONDS = 20_000, 200, 10.0
API = "/governance/api/v1"
SCOPES = ("organisation:read", "organisation:write", "registry:province")
HEAD = ("Mã cơ quan", "Họ và tên", "Tên đăng nhập", "Ký hiệu đơn vị", "Loại chức vụ", "Chức danh", "Từ ngày")


def rows(agency: str, title: str) -> list[list[str]]:
    """Family, middle and given names of every kind, each with an account."""
    families, middles, given = ("Nguyễn", "Đặng", "Phạm", "Bùi"), ("Thị", "Văn", "Đức"), ("Ước", "Hường", "Ẩn", "Yến")
    return [
        [
            agency,
            f"{families[n % 4]} {middles[n % 3]} {given[n % 5 % 4]} {n}",
            f"{agency.lower()}-{n}",
            f"P{n % UNITS}",
            "Chuyên viên",
            title,
            "01/07/2025",
        ]
        for n in range(ROWS)
    ]


async def settle(app: Any, agency: str) -> None:
    names = [f"Phòng {n}" for n in range(UNITS)]
    since = date(2025, 7, 1)
    async with app.state.database.session() as session:
        facts = {"name": agency, "name_folded": fold(agency), "sort_key": sort_key(agency), "version": 1}
        session.add(Agency(member_id=uuid4(), code=agency, valid_from=since, valid_to=None, **facts))
        for n, name in enumerate(names):
            words = {"name": name, "name_folded": fold(name), "sort_key": sort_key(name)}
            session.add(Unit(agency=agency, code=f"P{n}", valid_from=since, **words))


async def import_once(http: httpx.AsyncClient, content: bytes) -> dict[str, Any]:
    """How long it took, what became of it, the steps of progress seen, and how long a page took meanwhile, in ms."""
    page: list[float] = []
    seen: set[Any] = set()
    start = perf_counter()
    answer = await http.post(f"{API}/roster/people", files={"file": ("nguoi.csv", content)})
    path = f"{API}/roster/imports/{answer.raise_for_status().json()['id']}"
    while True:
        found: dict[str, Any] = (await http.get(path)).json()
        seen.add(found["rows_done"])
        if found["state"] not in {"waiting", "running"}:
            return {**found, "seconds": perf_counter() - start, "page": page, "seen": len(seen)}
        before = perf_counter()
        (await http.get("/governance/people")).raise_for_status()
        page.append((perf_counter() - before) * 1000)
        await asyncio.sleep(0.1)


async def measure(database: str, valkey: str, files: Path, rounds: int) -> bool:
    keys = TestKeys()
    urls = {"database_url": database, "redis_url": valkey, "bus_url": valkey, "files_url": f"file://{files}"}
    app = governance(settings_of("governance", **urls))
    app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
    headers = keys.bearer(*SCOPES, agency="H02.01", exp=4_000_000_000)
    took: dict[str, list[float]] = {"created": [], "changed": []}
    page: list[float] = []
    async with (
        served(app, log_level="warning") as url,
        httpx.AsyncClient(base_url=url, headers=headers, timeout=60, trust_env=False) as http,
    ):
        for round_ in range(rounds):
            await settle(app, agency := f"H02.9{round_}")
            for kind, title in (("created", "Chuyên viên"), ("changed", "Chuyên viên chính")):
                found = await import_once(http, as_csv(rows(agency, title), HEAD))
                if found["state"] != "done" or found[kind] != ROWS:
                    print(f"    {kind}: {found['state']} {found['wrong'][:1]}")
                    return False
                took[kind].append(found["seconds"])
                page += found["page"]
            print(f"    progress was seen at {found['seen']} places")
    for kind, seconds in took.items():
        print(f"{ROWS} people {kind}: {median(seconds):.1f} s ({', '.join(f'{one:.1f}' for one in seconds)})")
    print(f"    the list of people meanwhile: p50 {median(page):.0f} ms, p95 {quantiles(page, n=20)[18]:.0f} ms")
    return max(max(seconds) for seconds in took.values()) < MOST_SECONDS


def main(rounds: int = 3) -> int:
    """1 when a file took too long."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(embedded_postgres.running(folder / "postgres"))
        valkey = stack.enter_context(embedded_valkey.running(folder / "valkey"))
        print(f"roster: {fsyncs(folder):.0f} fsyncs/s")
        database = postgres.create_database("governance")
        migrate.upgrade(database, "governance")
        reached = run(measure(database, valkey, folder / "files", rounds))
    print(f"    {'reached' if reached else 'MISSED'}: under {MOST_SECONDS:.0f} s each")
    return int(not reached)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
