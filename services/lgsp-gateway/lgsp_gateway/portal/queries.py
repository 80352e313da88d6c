from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from kit.auth import Caller
from lgsp_gateway.portal.tables import FeedItem, PlatformHealth

SHOWN = 20


def visible_to(caller: Caller) -> ColumnElement[bool]:
    return FeedItem.scope.in_({"", *caller.scopes})


async def latest_items(session: AsyncSession, caller: Caller, limit: int = SHOWN) -> Sequence[FeedItem]:
    query = select(FeedItem).where(visible_to(caller)).order_by(FeedItem.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def items_after(session: AsyncSession, place: int, limit: int) -> Sequence[FeedItem]:
    """The oldest first, for everybody: who sees which is decided where they are given out."""
    query = select(FeedItem).where(FeedItem.id > place).order_by(FeedItem.id).limit(limit)
    return (await session.scalars(query)).all()


async def last_place(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(FeedItem.id))) or 0


async def health_by_service(session: AsyncSession) -> dict[str, PlatformHealth]:
    return {row.service: row for row in await session.scalars(select(PlatformHealth))}
