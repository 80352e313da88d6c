from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from governance.organisation.days import valid_on
from governance.organisation.queries import says
from governance.organisation.tables import Agency, Position, Unit
from governance.unit.schemas import UnitFilter
from kit.agencies import agencies_on, agency_names
from kit.page import Page, paged
from kit.web import Option

KEYS = {"name": Unit.sort_key, "code": Unit.code, "valid_from": Unit.valid_from}


class AgencyRow(NamedTuple):
    code: str
    name: str
    units: int
    people: int


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


async def staff_of(session: AsyncSession, agency: str, day: date) -> Sequence[Position]:
    """Positions of that day with their people."""
    held = select(Position).options(joinedload(Position.person)).where(Position.agency == agency)
    return (await session.scalars(held.where(valid_on(Position, day)))).all()


async def agency_list(session: AsyncSession, day: date) -> list[AgencyRow]:
    """All agencies of that day with how many units and people they have."""
    units = await _counted(session, Unit, func.count(), day)
    people = await _counted(session, Position, func.count(Position.person_id.distinct()), day)
    agencies = await agencies_on(session, Agency, day)
    return [AgencyRow(one.code, one.name, units.get(one.code, 0), people.get(one.code, 0)) for one in agencies]


async def _counted(
    session: AsyncSession, table: type[Unit] | type[Position], count: ColumnElement[int], day: date
) -> dict[str, int]:
    rows = await session.execute(select(table.agency, count).where(valid_on(table, day)).group_by(table.agency))
    return {agency: counted for agency, counted in rows}  # noqa: C416
