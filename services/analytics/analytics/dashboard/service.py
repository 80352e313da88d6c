from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from analytics.dashboard.queries import get_own_dashboard
from analytics.dashboard.schemas import DashboardCreate, DashboardUpdate, Tile
from analytics.dashboard.tables import Dashboard, DashboardTile
from analytics.question.queries import visible_to
from analytics.question.tables import Question
from kit.auth import Caller
from kit.editing import edit
from kit.errors import Invalid
from kit.text import fold, sort_key


async def create(session: AsyncSession, caller: Caller, data: DashboardCreate, now: datetime) -> Dashboard:
    await _refuse_unknown(session, caller, data.tiles)
    made = Dashboard(
        **data.model_dump(exclude={"tiles"}),
        **_found_by(data),
        owner=caller.subject,
        owner_name=caller.name or caller.username,
        agency=caller.agency,
        created_at=now,
    )
    session.add(made)
    await session.flush()
    _lay(session, made.id, data.tiles)
    await session.flush()
    return made


async def change(session: AsyncSession, caller: Caller, dashboard_id: UUID, data: DashboardUpdate) -> Dashboard:
    """Its tiles are laid anew; that makes a new version too, so that two people do not undo each other."""
    dashboard = await get_own_dashboard(session, caller, dashboard_id)
    await _refuse_unknown(session, caller, data.tiles)
    edit(dashboard, data, leave=("tiles",))
    for name, value in _found_by(data).items():
        setattr(dashboard, name, value)
    present = select(DashboardTile).where(DashboardTile.dashboard_id == dashboard_id)
    before = [
        Tile.model_validate(one, extra="ignore")
        for one in (await session.scalars(present.order_by(DashboardTile.position))).all()
    ]
    if before != data.tiles:
        flag_modified(dashboard, "description")
        await session.execute(delete(DashboardTile).where(DashboardTile.dashboard_id == dashboard_id))
        _lay(session, dashboard_id, data.tiles)
    await session.flush()
    return dashboard


async def remove(session: AsyncSession, caller: Caller, dashboard_id: UUID) -> None:
    await session.delete(await get_own_dashboard(session, caller, dashboard_id))


def _lay(session: AsyncSession, dashboard_id: UUID, tiles: Sequence[Tile]) -> None:
    session.add_all(
        DashboardTile(dashboard_id=dashboard_id, position=position, **tile.model_dump())
        for position, tile in enumerate(tiles)
    )


def _found_by(data: DashboardCreate) -> dict[str, str]:
    return {"folded": fold(f"{data.name} {data.description}"), "sort_key": sort_key(data.name)}


async def _refuse_unknown(session: AsyncSession, caller: Caller, tiles: Sequence[Tile]) -> None:
    wanted = {one.question_id for one in tiles}
    known = set((await session.scalars(select(Question.id).where(Question.id.in_(wanted), visible_to(caller)))).all())
    if wanted - known:
        raise Invalid(errors=[{"field": "questions", "message": "dashboard.wrong.question"}])
