"""Asking: what may be seen is found out, the child asks, and that it was asked is kept."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID, uuid4

from fastapi import FastAPI
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.mask.schemas import View
from analytics.mask.view import ASKS
from analytics.workspace import confined
from analytics.workspace.confined import Answer, Asked, Form, Source
from analytics.workspace.errors import QueryBusy, QueryFailed, QueryRefused
from analytics.workspace.queries import get_run
from analytics.workspace.schemas import MOST_OF_FILE, QueryRead
from analytics.workspace.source import views_of
from analytics.workspace.tables import QueryRun
from kit.auth import Caller
from kit.db import Database
from kit.jobs import every

LOOKS_EVERY = 0.5
SECONDS_OF_FILE = 120.0
KEPT = timedelta(days=90)
BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked; `values` by the names in `sql`, as $name."""

    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)
    form: Form = "rows"
    skip: int = 0
    limit: int = 200
    run_id: UUID | None = None
    question_id: UUID | None = None
    question_version: int | None = None


async def run(app: FastAPI, caller: Caller, wanted: Wanted) -> QueryRead:
    """Rows, as this caller sees them. Takes no session: a query may take long, and a connection waits for nobody."""
    begun, (run_id, views) = time.monotonic(), await _begin(app, caller, wanted)
    most = _most(views)
    limit = wanted.limit if most is None else max(min(wanted.limit, most - wanted.skip), 0)
    asked = replace(_asked(caller, wanted, views), skip=wanted.skip, most=limit)
    answer = await _ended(app, run_id, asyncio.ensure_future(confined.ask(asked)))
    more = answer.more and (most is None or wanted.skip + limit < most)
    return QueryRead(
        columns=[{"name": one.name, "kind": one.kind} for one in answer.columns],
        rows=[list(row) for row in answer.rows],
        more=more,
        most_rows=most,
        masked=[f"{view.code}.{one.name}" for view in views for one in view.columns if one.masked],
        milliseconds=round((time.monotonic() - begun) * 1000),
    )


async def run_to_file(app: FastAPI, caller: Caller, wanted: Wanted, into: IO[bytes]) -> int:
    """All rows (or a problem: a file is whole or it is none), `into` a file, from the place that is told."""
    run_id, views = await _begin(app, caller, wanted)
    most, limit = MOST_OF_FILE[wanted.form], _most(views)
    asked = replace(
        _asked(caller, wanted, views), most=most if limit is None else min(limit, most), seconds=SECONDS_OF_FILE
    )
    begin = 0

    async def filed() -> Answer:
        nonlocal begin
        answer, begin = await confined.ask_file(asked, into)
        return answer

    await _ended(app, run_id, asyncio.ensure_future(filed()))
    return begin


async def cancel(session: AsyncSession, caller: Caller, run_id: UUID) -> None:
    found = await get_run(session, caller, run_id)
    found.cancelled = True


@every(timedelta(hours=6), name="query-runs-end")
async def sweep(session: AsyncSession, app: FastAPI) -> None:
    """What was asked is kept for 90 days; what no process ended is said to have failed."""
    now = app.state.clock()
    await session.execute(delete(QueryRun).where(QueryRun.started_at < now - KEPT))
    lost = QueryRun.state == "running", QueryRun.started_at < now - timedelta(minutes=10)
    await session.execute(update(QueryRun).where(*lost).values(state="failed", ended_at=now))


async def _begin(app: FastAPI, caller: Caller, wanted: Wanted) -> tuple[UUID, Sequence[View]]:
    database: Database = app.state.database
    async with database.session() as session:
        views = await views_of(session, app.state.lake, caller, wanted.sql)
        taken = await session.get(QueryRun, wanted.run_id) if wanted.run_id else None
        made = QueryRun(id=wanted.run_id if wanted.run_id and not taken else uuid4(), **_facts(app, caller, wanted))
        session.add(made)
        await session.flush()
        return made.id, views


def _facts(app: FastAPI, caller: Caller, wanted: Wanted) -> dict[str, Any]:
    now: datetime = app.state.clock()
    return {
        "asked_by": caller.subject,
        "asked_name": caller.name or caller.username,
        "agency": caller.agency,
        "sql": wanted.sql,
        "question_id": wanted.question_id,
        "question_version": wanted.question_version,
        "form": wanted.form,
        "state": "running",
        "started_at": now,
    }


def _sources(views: Sequence[View]) -> dict[str, Source]:
    return {view.code: Source(view.sql, tuple(view.files)) for view in views}


def _most(views: Sequence[View]) -> int | None:
    limits = [view.most_rows for view in views if view.most_rows is not None]
    return min(limits) if limits else None


def _asked(caller: Caller, wanted: Wanted, views: Sequence[View]) -> Asked:
    """Who cannot write queries has nothing to go round a limit with; what others wrote for him is answered."""
    limited = _most(views) is not None and ASKS in caller.scopes
    return Asked(wanted.sql, _sources(views), wanted.values, wanted.form, who=caller.subject, limited=limited)


async def _ended(app: FastAPI, run_id: UUID, asking: "asyncio.Future[Answer]") -> Answer:
    """The answer, or the problem it is; either way the run is over afterwards."""
    watching = asyncio.ensure_future(_cancelled(app.state.database, run_id))
    state = "failed"
    answer = Answer("cancelled")
    both: set[asyncio.Future[Any]] = {asking, watching}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if asking.done():
            answer = asking.result()
        else:
            watching.result()  # raises what kept it from looking
        state = answer.state
    except asyncio.CancelledError:
        state = "cancelled"
        raise
    finally:
        for task in both:
            task.cancel()
        await asyncio.wait(both)
        await _note(app, run_id, state, answer)
    _judge(answer)
    return answer


async def _cancelled(database: Database, run_id: UUID) -> None:
    """Returns when somebody asked for it."""
    while True:
        await asyncio.sleep(LOOKS_EVERY)
        async with database.session() as session:
            if await session.scalar(select(QueryRun.cancelled).where(QueryRun.id == run_id)):
                return


async def _note(app: FastAPI, run_id: UUID, state: str, answer: Answer) -> None:
    database: Database = app.state.database
    over = {"state": state, "rows": len(answer.rows) if state == "ok" else None, "ended_at": app.state.clock()}
    async with database.session() as session:
        await session.execute(update(QueryRun).where(QueryRun.id == run_id).values(**over))


def _judge(answer: Answer) -> None:
    if answer.state in {"refused", "wrong"}:
        raise QueryRefused(f"query-{answer.reason.replace('_', '-')}", name=answer.name)
    if answer.state == BUSY:
        raise QueryBusy
    if answer.state != "ok":
        raise QueryFailed(f"query-{answer.state}")
