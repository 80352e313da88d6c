"""Registering incoming documents: 50 clerks of one agency at once, each over a connection of their own, real HTTP.

python -m tests.bench.registration [rounds] [seconds]

One governance process with its background work, PostgreSQL that makes every commit durable. First clerks who register
again as soon as they are answered, which no people do; then clerks who take a second for each. Afterwards the register
is read: numbers from 1 to how many there are, each once.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from uuid import UUID

from fastapi import FastAPI
from joserfc.jwk import ECKey, KeySet
from uvloop import run

from embedded import postgres as embedded_postgres
from embedded import valkey as embedded_valkey
from embedded.postgres import Postgres
from governance.main import app as governance
from governance.organisation.tables import Agency, Person, Position
from kit import migrate
from kit.auth import Bearer
from kit.clock import local_day, utc
from kit.db import Database
from kit.events import new_id
from kit.text import fold, sort_key
from lgsp_gateway.account.roles import scopes_of
from tests.bench import servers
from tests.bench.events import fsyncs
from tests.bench.line import Line
from tests.bench.servers import Server
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

CLERKS, MOST_P95_MS, AGENCY = 50, 150.0, "H02.14"
PUBLIC_KEY = "BENCH_PUBLIC_KEY"
PATH = "/governance/api/v1/documents"
FACTS = {
    "sender": "Bộ Khoa học và Công nghệ",
    "subject": "Về việc báo cáo tình hình triển khai nền tảng số dùng chung quý IV năm 2026",
    "urgency": "urgent",
}
GAPS = """
SELECT count(*), count(DISTINCT number), coalesce(min(number), 1), coalesce(max(number), 0) FROM document
WHERE agency = 'H02.14'
"""
Answer = tuple[float, int]
"""Milliseconds and status."""


class Known:
    """The key that signed the clerks' tokens."""

    def __init__(self, keys: KeySet) -> None:
        self._keys = keys

    async def current(self) -> KeySet:
        return self._keys

    async def refreshed(self) -> KeySet:
        return self._keys


def app() -> FastAPI:
    made = governance()
    keys = Known(KeySet([ECKey.import_key(json.loads(os.environ[PUBLIC_KEY]))]))
    made.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
    return made


async def hire(database_url: str) -> list[UUID]:
    """The accounts of the clerks."""
    database, since = Database(database_url), date(2020, 1, 1)
    name = "Sở Khoa học và Công nghệ"
    searchable = {"name": name, "name_folded": fold(name), "sort_key": sort_key(name)}
    dates = {"valid_from": since, "valid_to": None}
    people = [Person(username=f"thu{number}", account_id=new_id(), **searchable) for number in range(CLERKS)]
    for person in people:
        person.positions = [Position(agency=AGENCY, kind="clerk", title="Văn thư", **dates)]
    async with database.session() as session:
        session.add_all([Agency(member_id=new_id(), code=AGENCY, version=1, **searchable, **dates), *people])
    accounts = [person.account_id for person in people if person.account_id]
    await database.dispose()
    return accounts


async def clerk(
    port: int, token: str, until: float, pause: float, answers: list[Answer], numbers: Iterator[int]
) -> None:
    """Registers one after the other over one connection."""
    line, headers = await Line.to(port), {"Authorization": f"Bearer {token}"}
    await asyncio.sleep(random.uniform(0, pause))
    while perf_counter() < until:
        facts = {**FACTS, "notation": f"{next(numbers)}/BKHCN-CĐS", "arrived_on": f"{local_day(utc())}"}
        start = perf_counter()
        status, _ = await line.post(PATH, json.dumps(facts).encode(), headers)
        answers.append(((perf_counter() - start) * 1000, status))
        await asyncio.sleep(pause)
    line.close()


async def load(port: int, tokens: list[str], seconds: float, pause: float, numbers: Iterator[int]) -> list[Answer]:
    answers: list[Answer] = []
    until = perf_counter() + seconds
    await asyncio.gather(*[clerk(port, token, until, pause, answers, numbers) for token in tokens])
    return answers


def measure(server: Server, postgres: Postgres, tokens: list[str], rounds: int, seconds: int) -> bool:
    port, numbers, reached = int(server.url.rpartition(":")[2]), count(1), True
    run(load(port, tokens, 3, 0, numbers))
    for what, pause in (("without a pause", 0), ("one second after each", 1)):
        spent, database, runs = server.seconds(), Server("", "", postgres.process.pid).seconds(), []
        runs = [run(load(port, tokens, seconds, pause, numbers)) for _ in range(rounds)]
        total = sum(map(len, runs))
        ranks = [quantiles([took for took, _ in answers], n=100) for answers in runs]
        p50, p95 = median(rank[49] for rank in ranks), median(rank[94] for rank in ranks)
        refused = sum(status != 201 for answers in runs for _, status in answers)
        each = ", ".join(f"{rank[94]:.0f}" for rank in ranks)
        print(f"{CLERKS} clerks, {what}: p50 {p50:.0f} ms, p95 {p95:.0f} ms ({each})")
        cpu, cpu_database = server.seconds() - spent, Server("", "", postgres.process.pid).seconds() - database
        print(f"    {total / rounds / seconds:.0f} documents/s, {refused} refused; processor a document: ", end="")
        print(f"{cpu / total * 1000:.1f} ms, of the database {cpu_database / total * 1000:.1f} ms")
        reached = reached and refused == 0 and p95 < MOST_P95_MS
    return reached


def main(rounds: int = 3, seconds: int = 8) -> int:
    """1 when the figure or the numbers are not what they must be."""
    keys = TestKeys()
    scope = " ".join(scopes_of(["official"]))
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        postgres = stack.enter_context(embedded_postgres.running(folder / "postgres"))
        valkey = stack.enter_context(embedded_valkey.running(folder / "valkey"))
        database = postgres.create_database("governance")
        migrate.upgrade(database, "governance")
        accounts = asyncio.run(hire(database))
        tokens = [keys.token(sub=str(one), scope=scope, agency=AGENCY, exp=4_000_000_000) for one in accounts]
        public = json.dumps(asyncio.run(keys.current()).keys[0].as_dict(private=False))
        given = {**servers.environment(database, valkey), PUBLIC_KEY: public, "ORIGIN": ISSUER}
        server = stack.enter_context(servers.gateway("governance", "tests.bench.registration:app", given))
        print(f"fsync/s: {fsyncs(folder):.0f}")
        reached = measure(server, postgres, tokens, rounds, seconds)
        many, distinct, first, last = map(int, postgres.sql(GAPS, "governance").strip().split("|"))
        whole = (first, last, distinct) == (1, many, many)
        print(f"{many} documents, numbers {first} to {last}, {distinct} different: {'no gap' if whole else 'GAPS'}")
    return 0 if reached and whole else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
