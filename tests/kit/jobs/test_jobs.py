"""A due job runs once, whoever looks first, and again when it is due again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import column, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.jobs import every, run_jobs
from kit.jobs.runner import run_if_due
from kit.jobs.tables import JobTime

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
async def app(make_database: Callable[[str], str]) -> AsyncIterator[FastAPI]:
    app = FastAPI()
    app.state.database = Database(make_database("monitoring"))
    async with app.state.database.session() as session:
        await session.execute(text("CREATE TABLE done (at timestamptz DEFAULT now())"))
    yield app
    await app.state.database.dispose()


@every(timedelta(hours=1), name="ghi nhận")
async def note(session: AsyncSession, app: FastAPI) -> None:
    await session.execute(text("INSERT INTO done DEFAULT VALUES"))


@every(timedelta(hours=1), name="hỏng")
async def fail(session: AsyncSession, app: FastAPI) -> None:
    await session.execute(text("INSERT INTO done DEFAULT VALUES"))
    raise ValueError("số điện thoại 0912345678 không hợp lệ")


async def done(app: FastAPI) -> int:
    async with app.state.database.session() as session:
        return await session.scalar(select(func.count()).select_from(text("done"))) or 0


async def test_many_lookers_one_run(app: FastAPI) -> None:
    ran = await asyncio.gather(*(run_if_due(app, note, NOW) for _ in range(8)))
    assert (sum(ran), await done(app)) == (1, 1)


async def test_again_when_due_again(app: FastAPI) -> None:
    moments = (NOW, NOW + timedelta(minutes=59), NOW + timedelta(hours=1), NOW + timedelta(hours=9))
    assert [await run_if_due(app, note, moment) for moment in moments] == [True, False, True, True]


async def test_a_failing_job_leaves_nothing_waits_longer_and_keeps_no_words(app: FastAPI) -> None:
    async with asyncio.timeout(10), run_jobs(app, [fail]):
        while (row := await read(app, "hỏng")) is None or not row.failures:
            await asyncio.sleep(0.01)
    assert await done(app) == 0
    assert row.due_at > datetime.now(UTC) + timedelta(minutes=59)
    assert row.last_error == "ValueError"


async def read(app: FastAPI, name: str) -> JobTime | None:
    async with app.state.database.session() as session:
        row: JobTime | None = await session.get(JobTime, name)
        return row


async def test_the_lock_of_a_job_outlives_what_is_done_beside_it(app: FastAPI) -> None:
    """PostgreSQL ends other sessions that do nothing for a minute."""
    allowed: list[str] = []

    @every(timedelta(hours=1), name="nhập lâu")
    async def idle(session: AsyncSession, app: FastAPI) -> None:
        allowed.append(await session.scalar(text("SHOW idle_in_transaction_session_timeout")) or "")

    assert await run_if_due(app, idle, NOW)
    async with app.state.database.session() as session:
        allowed.append(await session.scalar(text("SHOW idle_in_transaction_session_timeout")) or "")
    assert allowed == ["0", "1min"]


async def test_a_job_without_anything_to_do_is_not_begun(app: FastAPI) -> None:
    """The one that has, runs beside it; once there is something, so does the other."""

    @every(timedelta(milliseconds=10), name="dọn", when=select(column("at")).select_from(text("done")))
    async def clear(session: AsyncSession, app: FastAPI) -> None:
        await session.execute(text("DELETE FROM done"))

    @every(timedelta(milliseconds=10), name="đếm")
    async def count(session: AsyncSession, app: FastAPI) -> None:
        seen.append(await session.scalar(select(func.count()).select_from(text("done"))))

    seen: list[int | None] = []
    async with asyncio.timeout(10), run_jobs(app, [clear, count]):
        while len(seen) < 3:
            await asyncio.sleep(0.01)
        assert await read(app, "dọn") is None
        async with app.state.database.session() as session:
            await note.work(session, app)
        while (row := await read(app, "dọn")) is None or not row.finished_at:
            await asyncio.sleep(0.01)
    assert (await done(app), row.failures) == (0, 0)
