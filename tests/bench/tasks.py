"""Lists and searches of tasks on 50,000 of them.

python -m tests.bench.tasks

A province of 40 agencies with 5 divisions of 8 people each; the office of the People's Committee gives half of all
tasks, so that its leader sees most of them and a person few. What is measured are the queries, median and p95 of
ROUNDS, on a database that was analysed. Ends with 1 when a p95 is above LIMIT.
"""

import asyncio
import statistics
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from embedded.postgres import running as postgres_running
from governance.organisation.standing import Held, Standing
from governance.task.queries import list_tasks, search_tasks
from governance.task.schemas import TaskFilter
from kit import migrate
from kit.auth import Caller
from kit.db import Database

TASKS, ROUNDS, LIMIT = 50_000, 20, 0.150
TODAY = date(2026, 11, 26)
FILL = (
    """INSERT INTO unit (id, agency, code, name, name_folded, sort_key, valid_from, version)
       SELECT md5('u' || a || '-' || u)::uuid, 'H02.' || a, 'P' || u, 'Phòng ' || u, 'phong ' || u, 'P' || u,
           '2025-07-01', 1
       FROM generate_series(1, 40) a, generate_series(1, 5) u""",
    """INSERT INTO person (id, username, name, name_folded, sort_key, email, language, version)
       SELECT md5('p' || p)::uuid, 'p' || p, 'Người ' || p, 'nguoi ' || p, 'N' || p, '', 'vi', 1
       FROM generate_series(1, 1600) p""",
    """INSERT INTO task (id, agency, year, number, title, description, folded, sort_key, priority, state, progress,
           due_on, due_key, depth, lead_agency, lead_unit_id, lead_person_id, correlation_id, opened_at, version)
       SELECT md5('t' || n)::uuid, CASE WHEN n % 2 = 0 THEN 'H02.1' ELSE 'H02.' || (2 + n % 39) END, 2026, n,
           'Nhiệm vụ số ' || n || ' về dữ liệu ' || (n % 97), '', 'nhiem vu so ' || n || ' ve du lieu ' || (n % 97),
           'N' || n, n % 4, (ARRAY['waiting', 'in_progress', 'submitted', 'completed', 'completed', 'completed',
           'completed', 'cancelled'])[1 + n % 8], n % 100, day, day, 0, 'H02.' || (1 + n % 40),
           md5('u' || (1 + n % 40) || '-' || (1 + n / 40 % 5))::uuid,
           CASE WHEN n % 3 = 0 THEN md5('p' || (1 + n % 1600))::uuid END, md5('t' || n),
           now() - n * interval '1 minute', 1
       FROM generate_series(1, :count) n, LATERAL (SELECT date '2026-06-01' + (n * 7 % 365) AS day) d""",
    """INSERT INTO task_party (task_id, role, key, named, place, is_open, agency)
       SELECT id, 'giver', 'a:' || agency, true, 0, true, agency FROM task
       UNION ALL SELECT id, 'lead', 'a:' || lead_agency, false, 0, true, lead_agency FROM task
       UNION ALL SELECT id, 'lead', 'h:' || lead_unit_id, true, 0, true, lead_agency FROM task
       UNION ALL SELECT id, 'member', 'u:' || lead_unit_id, false, 0, true, lead_agency FROM task
       WHERE lead_person_id IS NULL
       UNION ALL SELECT id, 'lead', 'p:' || lead_person_id, true, 0, true, lead_agency FROM task
       WHERE lead_person_id IS NOT NULL
       UNION ALL SELECT id, 'coordinating', 'a:H02.' || (1 + (number + 7) % 40), true, 1, true, 'H02.1' FROM task""",
    """UPDATE task_party SET is_open = false FROM task
       WHERE task.id = task_id AND state IN ('completed', 'cancelled')""",
    "ANALYZE",
)


def standing(kind: str, agency: str, unit: UUID | None, person: UUID) -> Standing:
    held = Held(uuid4(), agency, unit, kind, kind)
    return Standing(Caller(subject=str(person), kind="official"), person, kind, (held,))


ONE = """SELECT lead_unit_id, lead_person_id FROM task WHERE lead_agency = 'H02.5' AND lead_person_id IS NOT NULL
         ORDER BY number LIMIT 1"""


async def ids(session: AsyncSession) -> tuple[UUID, UUID]:
    unit, person = (await session.execute(text(ONE))).one()
    return unit, person


def views(unit: UUID, person: UUID) -> dict[str, Callable[[AsyncSession], Awaitable[Any]]]:
    office = standing("leader", "H02.1", None, uuid4())
    people = {"office": office, "director": standing("leader", "H02.5", None, uuid4())}
    people["staff"] = standing("staff", "H02.5", unit, person)
    wanted = {
        "list": TaskFilter(),
        "all": TaskFilter(state="all"),
        "overdue": TaskFilter(state="overdue"),
        "newest": TaskFilter(state="all", sort="-opened"),
        "mine": TaskFilter(of="mine"),
        "words": TaskFilter(q="dữ liệu 13", state="all"),
        "none": TaskFilter(q="không có gì như thế", state="all"),
    }
    found: dict[str, Callable[[AsyncSession], Awaitable[Any]]] = {}
    for who, acting in people.items():
        for what, filters in wanted.items():
            found[f"{who} {what}"] = partial(list_tasks, acting=acting, wanted=filters, today=TODAY)
        found[f"{who} search"] = partial(search_tasks, acting=acting, q="du lieu 44", limit=10)
    return found


async def fill(url: str) -> None:
    """Without the bound that a service sets its statements."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for statement in FILL:
            await connection.execute(text(statement), {"count": TASKS} if ":count" in statement else {})
    await engine.dispose()


async def measure(url: str) -> int:
    database, missed = Database(url), 0
    await fill(url)
    async with database.session() as session:
        unit, person = await ids(session)
        for name, look in views(unit, person).items():
            took = []
            for _ in range(ROUNDS):
                session.expunge_all()
                start = perf_counter()
                await look(session)
                took.append(perf_counter() - start)
            p95 = statistics.quantiles(took, n=20)[18]
            missed |= p95 > LIMIT
            print(f"{name:18} p50 {statistics.median(took) * 1000:6.1f} ms   p95 {p95 * 1000:6.1f} ms")
    await database.dispose()
    return missed


def main() -> int:
    with TemporaryDirectory() as place, postgres_running(Path(place) / "postgres", fast=True) as server:
        url = server.create_database("tasks")
        migrate.upgrade(url, "governance")
        return asyncio.run(measure(url))


if __name__ == "__main__":
    sys.exit(main())
