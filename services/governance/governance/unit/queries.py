from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import valid_on
from governance.organisation.queries import says
from governance.organisation.tables import Agency, Unit
from governance.unit.schemas import UnitFilter
from kit.agencies import agency_names
from kit.page import Page, paged
from kit.web import Option

KEYS = {"name": Unit.sort_key, "code": Unit.code, "valid_from": Unit.valid_from}


async def list_units(session: AsyncSession, wanted: UnitFilter, today: date) -> Page[Unit]:
    day = wanted.on or today
    query = select(Unit).where(valid_on(Unit, day))
    if wanted.agency:
        query = query.where(Unit.agency == wanted.agency)
    if wanted.q:
        query = query.join(Agency, (Agency.code == Unit.agency) & Agency.valid_on(day))
        by_code = Unit.code == wanted.q.strip().upper()
        query = query.where(or_(says(wanted.q, Unit.name_folded, Agency.name_folded), by_code))
    return await paged(session, query, wanted, KEYS, Unit.id)


async def unit_options(session: AsyncSession, wanted: UnitFilter, today: date) -> list[Option]:
    """For a picker: the unit, and whose it is."""
    page = await list_units(session, wanted, today)
    names = await agency_names(session, Agency)
    return [
        Option(value=str(unit.id), label=unit.name, note=names.get(unit.agency, unit.agency)) for unit in page.items
    ]


async def units_of(session: AsyncSession, agency: str, day: date) -> Sequence[Unit]:
    """All of one agency on that day, in Vietnamese order."""
    mine = select(Unit).where(Unit.agency == agency, valid_on(Unit, day))
    return (await session.scalars(mine.order_by(Unit.sort_key, Unit.id))).all()


async def children_of(session: AsyncSession, unit_id: UUID) -> Sequence[Unit]:
    """Directly below it, at any time."""
    return (await session.scalars(select(Unit).where(Unit.parent_id == unit_id))).all()
