"""Keyset pages: every row once, in order, whatever the sort, also where sort keys repeat."""

import base64
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import Date, DateTime, Integer, Numeric, Uuid, column, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import Malformed
from kit.jobs.tables import JobTime
from kit.page import MOST, Page, Paging, decode, every, paged

KEYS = {"due_at": JobTime.due_at, "failures": JobTime.failures, "name": JobTime.name}
START = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
async def session(make_database: Callable[[str], str]) -> AsyncIterator[AsyncSession]:
    database = Database(make_database("monitoring"))
    async with database.session() as session:
        session.add_all(
            JobTime(name=f"việc {n:02}", due_at=START + timedelta(hours=n // 3), failures=n % 4, last_error="")
            for n in range(25)
        )
        await session.flush()
        yield session
    await database.dispose()


async def read(session: AsyncSession, **paging: Any) -> Page[JobTime]:
    return await paged(session, select(JobTime), Paging(**paging), KEYS, JobTime.name)


@pytest.mark.parametrize("sort", ["", "due_at", "-due_at", "failures", "-failures", "name", "-name"])
@pytest.mark.parametrize("limit", [1, 7, 25, 200])
async def test_every_row_once_and_in_order(session: AsyncSession, sort: str, limit: int) -> None:
    page = await read(session, sort=sort, limit=limit)
    rows = [*page.items]
    while page.next:
        page = await read(session, sort=sort, limit=limit, after=page.next)
        rows += page.items
    key = sort.removeprefix("-") or "due_at"
    expected = sorted(rows, key=lambda row: (getattr(row, key), row.name), reverse=sort.startswith("-"))
    assert len({row.name for row in rows}) == 25
    assert [row.name for row in rows] == [row.name for row in expected]


async def test_a_row_added_before_the_cursor_moves_nothing(session: AsyncSession) -> None:
    first = await read(session, sort="name", limit=10)
    session.add(JobTime(name="an đầu", due_at=START, failures=0, last_error=""))
    await session.flush()
    second = await read(session, sort="name", limit=10, after=first.next)
    assert [row.name for row in second.items] == [f"việc {n:02}" for n in range(10, 20)]


@pytest.mark.parametrize("after", ["rubbish", "W10", "eyJhIjoxfQ", "WzEsMl0", "////"])
async def test_a_made_up_cursor_is_refused(session: AsyncSession, after: str) -> None:
    with pytest.raises(Malformed) as caught:
        await read(session, after=after)
    assert caught.value.code == "cursor-unknown"


@pytest.mark.parametrize("kind", [Uuid(), Numeric(), Integer(), DateTime(timezone=True), Date()])
@pytest.mark.parametrize("place", [5, True, None, 1.5, ["a"], {"a": 1}, "x", "", "9" * 5000, "\0"])
def test_no_cursor_breaks_a_list_whatever_it_sorts_by(kind: Any, place: Any) -> None:
    """It is read as what is sorted by, or refused; no other error comes of it."""
    cursor, read = base64.urlsafe_b64encode(orjson.dumps([place])).decode(), None
    with suppress(Malformed):
        read = decode(cursor, [column("a", kind)])
    assert read is None or isinstance(read[0].value, kind.python_type)


async def test_an_unknown_sort_says_which_are_known(session: AsyncSession) -> None:
    with pytest.raises(Malformed) as caught:
        await read(session, sort="password")
    assert caught.value.params == {"sort": "password", "known": "due_at, failures, name"}


async def test_an_export_reads_large_pages_as_they_are_asked_for(make_database: Callable[[str], str]) -> None:
    database, asked = Database(make_database("monitoring")), []
    async with database.session() as session:
        facts = {"due_at": START, "failures": 0, "last_error": ""}
        session.add_all(JobTime(name=f"việc {n:03}", **facts) for n in range(450))

    async def read_page(session: AsyncSession, wanted: Paging) -> Page[JobTime]:
        asked.append(wanted.limit)
        return await paged(session, select(JobTime), wanted, KEYS, JobTime.name)

    wanted = Paging(sort="name", limit=1, after="rubbish of the page that was shown")
    rows = every(database, read_page, wanted)
    assert (await anext(rows)).name == "việc 000"
    assert asked == [MOST]
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert len([row async for row in rows]) == 449
    assert asked == [MOST] * 3
    assert [row.name async for row in every(database, read_page, wanted, most=3)] == [f"việc {n:03}" for n in range(3)]
    await database.dispose()
