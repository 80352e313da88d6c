from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dashboard.errors import DashboardNotFound
from analytics.dashboard.schemas import DashboardFilter
from analytics.dashboard.tables import Dashboard, DashboardTile
from analytics.question.parameter import Parameter
from analytics.question.queries import visible_to as question_visible_to
from analytics.question.tables import Question
from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold

KEYS = {"name": Dashboard.sort_key, "created_at": Dashboard.created_at}
Placed = tuple[DashboardTile, Question]


async def list_dashboards(session: AsyncSession, caller: Caller, wanted: DashboardFilter) -> Page[Dashboard]:
    query = select(Dashboard).where(visible_to(caller))
    if wanted.mine:
        query = query.where(Dashboard.owner == caller.subject)
    for word in fold(wanted.q).split():
        query = query.where(Dashboard.folded.contains(word, autoescape=True))
    return await paged(session, query, wanted, KEYS, Dashboard.id)


async def get_dashboard(session: AsyncSession, caller: Caller, dashboard_id: UUID) -> Dashboard:
    found: Dashboard | None = await session.scalar(
        select(Dashboard).where(Dashboard.id == dashboard_id, visible_to(caller))
    )
    if found is None:
        raise DashboardNotFound
    return found


async def get_own_dashboard(session: AsyncSession, caller: Caller, dashboard_id: UUID) -> Dashboard:
    """For changing it."""
    found = await get_dashboard(session, caller, dashboard_id)
    if found.owner != caller.subject:
        raise DashboardNotFound
    return found


async def tiles_of(session: AsyncSession, caller: Caller, dashboard_id: UUID) -> Sequence[Placed]:
    """In their order. A tile whose question its reader may not ask is not there."""
    query = (
        select(DashboardTile, Question)
        .join(Question, Question.id == DashboardTile.question_id)
        .where(DashboardTile.dashboard_id == dashboard_id, question_visible_to(caller))
        .order_by(DashboardTile.position)
    )
    return [(tile, question) for tile, question in (await session.execute(query)).all()]


async def get_tile(session: AsyncSession, caller: Caller, dashboard_id: UUID, tile_id: UUID) -> Placed:
    for tile, question in await tiles_of(session, caller, dashboard_id):
        if tile.id == tile_id:
            return tile, question
    raise DashboardNotFound


def parameters_of(placed: Sequence[Placed]) -> list[Parameter]:
    """What the tiles ask for, each name once: the first tile says of what kind and what by default."""
    found: dict[str, Parameter] = {}
    for _, question in placed:
        for one in question.parameters:
            parameter = Parameter.model_validate(one)
            found.setdefault(parameter.key, parameter)
    return list(found.values())


def visible_to(caller: Caller) -> ColumnElement[bool]:
    agency = and_(Dashboard.visibility == "agency", Dashboard.agency == caller.agency)
    return or_(Dashboard.owner == caller.subject, Dashboard.visibility == "province", agency)
