from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.workspace.errors import RunNotFound
from analytics.workspace.schemas import RunFilter
from analytics.workspace.tables import QueryRun
from kit.auth import Caller
from kit.page import Page, paged

KEYS = {"started_at": QueryRun.started_at}


async def list_runs(session: AsyncSession, caller: Caller, wanted: RunFilter) -> Page[QueryRun]:
    """The caller's own."""
    query = select(QueryRun).where(QueryRun.asked_by == caller.subject)
    if wanted.state:
        query = query.where(QueryRun.state == wanted.state)
    return await paged(session, query, _newest_first(wanted), KEYS, QueryRun.id)


async def list_runs_of(session: AsyncSession, question_id: UUID, wanted: RunFilter) -> Page[QueryRun]:
    """Everybody's of one question."""
    query = select(QueryRun).where(QueryRun.question_id == question_id)
    return await paged(session, query, _newest_first(wanted), KEYS, QueryRun.id)


async def get_run(session: AsyncSession, caller: Caller, run_id: UUID) -> QueryRun:
    found: QueryRun | None = await session.get(QueryRun, run_id)
    if found is None or found.asked_by != caller.subject:
        raise RunNotFound
    return found


def _newest_first(wanted: RunFilter) -> RunFilter:
    return wanted if wanted.sort else wanted.model_copy(update={"sort": "-started_at"})
