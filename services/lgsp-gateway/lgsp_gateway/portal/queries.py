from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from kit.auth import Caller
from lgsp_gateway.access.queries import in_state
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.member.queries import valid_on
from lgsp_gateway.member.tables import Member
from lgsp_gateway.portal.tables import STIRRED, FeedItem, PlatformHealth

SHOWN = 12


def visible_to(caller: Caller) -> ColumnElement[bool]:
    return FeedItem.scope.in_({"", *caller.scopes})


async def latest_items(session: AsyncSession, caller: Caller, limit: int = SHOWN) -> Sequence[FeedItem]:
    query = (
        select(FeedItem).where(visible_to(caller), FeedItem.topic != STIRRED).order_by(FeedItem.id.desc()).limit(limit)
    )
    return (await session.scalars(query)).all()


async def items_after(session: AsyncSession, place: int, limit: int) -> Sequence[FeedItem]:
    """The oldest first, for everybody: who sees which is decided where they are given out."""
    query = select(FeedItem).where(FeedItem.id > place).order_by(FeedItem.id).limit(limit)
    return (await session.scalars(query)).all()


async def last_place(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(FeedItem.id))) or 0


async def count_connected(session: AsyncSession, today: date) -> dict[str, int]:
    """How many of each are in force today."""
    conditions = {
        "members": (Member, valid_on(today)),
        "applications": (Application, Application.active),
        "services": (Service, Service.enabled),
        "rights": (AccessRight, in_state("standing", today)),
    }
    counts = [
        select(func.count()).select_from(table).where(condition).scalar_subquery().label(name)
        for name, (table, condition) in conditions.items()
    ]
    return dict((await session.execute(select(*counts))).mappings().one())


async def health_by_service(session: AsyncSession) -> dict[str, PlatformHealth]:
    return {row.service: row for row in await session.scalars(select(PlatformHealth))}
