"""Runs what is due. The row of a job is locked while it runs, so that replicas skip it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import CompoundSelect, DateTime, Select, bindparam, literal, select, text, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs.job import Job
from kit.jobs.tables import JobTime
from kit.shutdown import ended

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
LONGEST_DELAY = timedelta(hours=6)
PATIENT = text("SET LOCAL idle_in_transaction_session_timeout = 0")
"""The lock that keeps replicas away is idle while the work is done elsewhere, as in a long import's own transactions;
a process that dies loses its connection, and so the lock."""


@asynccontextmanager
async def run_jobs(app: FastAPI, jobs: Sequence[Job]) -> AsyncIterator[None]:
    """One look at the clock serves all jobs, so that many of them cost no more connections than are at work."""
    running: set[asyncio.Task[None]] = set()
    watch = asyncio.create_task(_watch(app, jobs, running), name="jobs")
    try:
        yield
    finally:
        await ended(watch, *running)


async def _watch(app: FastAPI, jobs: Sequence[Job], running: set[asyncio.Task[None]]) -> None:
    pace = min([LOOK_SECONDS, *(job.period.total_seconds() for job in jobs)])
    resting = _resting(jobs)
    while jobs:
        busy = {task.get_name() for task in running}
        for job in await _due(app, resting, [job for job in jobs if job.name not in busy]):
            task = asyncio.create_task(_attempt(app, job), name=job.name)
            running.add(task)
            task.add_done_callback(running.discard)
        await asyncio.sleep(pace)


def _resting(jobs: Sequence[Job]) -> CompoundSelect[Any]:
    """The names of those whose time has not come, and of those for which there is nothing to do."""
    later: Select[Any] = select(JobTime.name).where(JobTime.due_at > bindparam("now", type_=DateTime(timezone=True)))
    idle = [select(literal(job.name)).where(~job.when.exists()) for job in jobs if job.when is not None]
    return union_all(later, *idle)


async def _due(app: FastAPI, resting: CompoundSelect[Any], jobs: Sequence[Job]) -> list[Job]:
    """Those whose time has come, and those that have never run; none while the database is away."""
    try:
        async with app.state.database.session() as session:
            names = set(await session.scalars(resting, {"now": datetime.now(UTC)}))
    except Exception:
        log.warning("jobs wait: the database does not answer", exc_info=True)
        return []
    return [job for job in jobs if job.name not in names]


async def _attempt(app: FastAPI, job: Job) -> None:
    try:
        await run_if_due(app, job)
    except Exception as error:
        log.exception("job failed", extra={"job": job.name})
        with suppress(Exception):
            await _postpone(app, job, error)


async def run_if_due(app: FastAPI, job: Job, now: datetime | None = None) -> bool:
    """Whether it ran. Due at once when it has never run."""
    now = now or datetime.now(UTC)
    async with app.state.database.session() as session:
        if (row := await _claim(session, job, now)) is None:
            return False
        await session.execute(PATIENT)
        await job.work(session, app)
        row.due_at, row.finished_at = now + job.period, now
        row.failures, row.last_error = 0, ""
    return True


async def _claim(session: AsyncSession, job: Job, now: datetime) -> JobTime | None:
    known = select(JobTime).where(JobTime.name == job.name)
    if await session.scalar(known) is None:
        first = insert(JobTime).values(name=job.name, due_at=now, failures=0, last_error="")
        await session.execute(first.on_conflict_do_nothing())
    due = known.where(JobTime.due_at <= now).with_for_update(skip_locked=True)
    row: JobTime | None = await session.scalar(due.execution_options(populate_existing=True))
    return row


async def _postpone(app: FastAPI, job: Job, error: Exception) -> None:
    """A failing job waits longer each time; only the kind of error is kept, its words may hold personal data."""
    async with app.state.database.session() as session:
        # its first run may have taken the row back with everything else
        row = await session.get(JobTime, job.name) or JobTime(name=job.name, failures=0)
        row.due_at = datetime.now(UTC) + max(job.period, min(job.period * 2**row.failures, LONGEST_DELAY))
        row.failures, row.last_error = row.failures + 1, type(error).__name__
        session.add(row)
