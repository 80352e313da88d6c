"""Procedures as they are to be understood."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, selectinload

from assistant_citizen.procedure.tables import Procedure
from assistant_citizen.understanding.record import Record

MOST = 20_000
Records = Sequence[Record]


async def list_records(session: AsyncSession, since: datetime | None = None) -> Records:
    """Those that are offered; `since`: changed at that time or later."""
    query = select(Procedure).where(~Procedure.withdrawn).order_by(Procedure.id).limit(MOST)
    if since is not None:
        query = query.where(Procedure.updated_at >= since)
    heavy = [defer(one) for one in (Procedure.given, Procedure.unread, Procedure.folded)]
    rows = await session.scalars(query.options(*heavy, selectinload(Procedure.documents)))
    return [_record(one) for one in rows]


def _record(one: Procedure) -> Record:
    texts = (one.field, one.agency_text, one.who, one.keywords, one.description, one.result, one.conditions, one.steps)
    return Record(str(one.id), one.name, *texts, [paper.name for paper in one.documents])


async def list_offered(session: AsyncSession) -> set[str]:
    """Their keys."""
    return {str(key) for key in await session.scalars(select(Procedure.id).where(~Procedure.withdrawn))}


async def state(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many are offered, and when anything was changed last."""
    count, last = (
        await session.execute(select(func.count().filter(~Procedure.withdrawn), func.max(Procedure.updated_at)))
    ).one()
    return int(count), last
