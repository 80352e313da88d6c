from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.index.tables import IndexedSource, IndexRebuild


class Backlog(NamedTuple):
    """Of one kind; `oldest`: since when the first of those that wait has waited, `failing`: of them, asked in vain."""

    kind: str
    read: int
    waiting: int
    failing: int
    oldest: datetime | None


async def sources_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, IndexedSource]:
    query = select(IndexedSource).where(IndexedSource.id.in_(ids), IndexedSource.state != "gone")
    return {one.id: one for one in await session.scalars(query)}


async def backlog(session: AsyncSession) -> list[Backlog]:
    waits, reads = IndexedSource.state == "waiting", IndexedSource.state == "read"
    failing = func.count().filter(waits, IndexedSource.trouble != "")
    oldest = func.min(IndexedSource.told_at).filter(waits)
    query = select(IndexedSource.kind, func.count().filter(reads), func.count().filter(waits), failing, oldest)
    rows = await session.execute(query.group_by(IndexedSource.kind).order_by(IndexedSource.kind))
    return [Backlog(*row) for row in rows.all()]


async def rebuilds(session: AsyncSession) -> Sequence[IndexRebuild]:
    return (await session.scalars(select(IndexRebuild).order_by(IndexRebuild.kind))).all()
