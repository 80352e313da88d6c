from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.passage.tables import Passage

MOST_AT_ONCE = 2000
LATEST = timedelta(minutes=2)
"""A transaction that was open longer than this is none of ours: the database hangs up before."""


class Counts(NamedTuple):
    kind: str
    passages: int
    sources: int


class Stamp(NamedTuple):
    """Which passage, of whom, and since when it is as it is."""

    id: UUID
    changed_at: datetime
    kind: str
    source_id: UUID


async def stamps(session: AsyncSession) -> list[Stamp]:
    """Of all that are there: small rows, of which a hundred thousand are read in a second."""
    query = select(Passage.id, Passage.changed_at, Passage.kind, Passage.source_id).where(Passage.gone.is_(False))
    return [Stamp(*row) for row in await session.execute(query)]


async def passages_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Passage]:
    """Those that are still there, as they are now."""
    wanted = select(Passage).where(Passage.id.in_(ids), Passage.gone.is_(False))
    return {one.id: one for one in await session.scalars(wanted.execution_options(populate_existing=True))}


async def passage_of_article(session: AsyncSession, article_id: UUID) -> UUID | None:
    query = select(Passage.id).where(Passage.source_id == article_id, Passage.kind == "law", Passage.gone.is_(False))
    found: UUID | None = await session.scalar(query.order_by(Passage.place).limit(1))
    return found


async def changed_after(session: AsyncSession, moment: datetime, passage_id: UUID | None) -> Sequence[Passage]:
    """In the order of their changes, from behind this place."""
    later = Passage.changed_at > moment
    if passage_id:
        later |= (Passage.changed_at == moment) & (Passage.id > passage_id)
    query = select(Passage).where(later).order_by(Passage.changed_at, Passage.id).limit(MOST_AT_ONCE)
    return (await session.scalars(query)).all()


async def counts(session: AsyncSession) -> list[Counts]:
    sources = func.count(Passage.source_id.distinct())
    query = select(Passage.kind, func.count(), sources).where(Passage.gone.is_(False)).group_by(Passage.kind)
    return [Counts(*row) for row in (await session.execute(query.order_by(Passage.kind))).all()]
