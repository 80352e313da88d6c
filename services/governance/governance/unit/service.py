"""Rules of the tree: within one agency, no code twice on a day, no unit below itself, below only what is there."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import FOREVER, Span, ends_after, touching, within
from governance.organisation.errors import BeyondAgency, OrganisationRefused, OrganisationTaken, UnitNotFound
from governance.organisation.queries import alone, get_agency, get_unit
from governance.organisation.reach import require
from governance.organisation.service import end_position
from governance.organisation.tables import Position, Unit
from governance.unit.queries import children_of
from governance.unit.schemas import UnitCreate, UnitEnd, UnitUpdate
from kit.auth import Caller
from kit.editing import edit, expect
from kit.text import fold, sort_key


async def create(session: AsyncSession, caller: Caller, data: UnitCreate) -> Unit:
    require(caller, [data.agency], BeyondAgency())
    await get_agency(session, data.agency, data.valid_from)
    await alone(session, [data.agency])
    unit = Unit(**data.model_dump(), name_folded=fold(data.name), sort_key=sort_key(data.name))
    await _check(session, unit)
    session.add(unit)
    await session.flush()
    return unit


async def get_own_unit(session: AsyncSession, caller: Caller, unit_id: UUID) -> Unit:
    """For changing it; anybody may look it up."""
    unit = await get_unit(session, unit_id)
    require(caller, [unit.agency], UnitNotFound())
    return unit


async def change(session: AsyncSession, caller: Caller, unit_id: UUID, data: UnitUpdate) -> Unit:
    unit = await get_own_unit(session, caller, unit_id)
    await alone(session, [unit.agency])
    with session.no_autoflush:  # what is compared with is what is in the database
        if edit(unit, data):
            unit.name_folded, unit.sort_key = fold(unit.name), sort_key(unit.name)
            await _check(session, unit)
            await _hold_together(session, unit)
    await session.flush()
    return unit


async def end(session: AsyncSession, caller: Caller, unit_id: UUID, data: UnitEnd) -> Unit:
    unit = await get_own_unit(session, caller, unit_id)
    await alone(session, [unit.agency])
    expect(unit, data.version, {"valid_to": data.valid_to})
    if data.valid_to is not None and data.valid_to <= unit.valid_from:
        raise OrganisationRefused("valid_to", "organisation.wrong.validity")
    if data.valid_to is not None and data.whole:
        await _end_below(session, unit, data.valid_to)
    unit.valid_to = data.valid_to
    with session.no_autoflush:
        await _check(session, unit)
        await _hold_together(session, unit)
    await session.flush()
    return unit


async def _end_below(session: AsyncSession, unit: Unit, day: date) -> None:
    """What begins later is in the way and has to be seen to first."""
    for child in await children_of(session, unit.id):
        await _end_below(session, child, day)
        if child.valid_from < day < (child.valid_to or FOREVER):
            child.valid_to = day
    inside = select(Position).where(Position.unit_id == unit.id, ends_after(Position, day), Position.valid_from < day)
    for position in (await session.scalars(inside)).all():
        await end_position(session, position, day)
    await session.flush()


async def _check(session: AsyncSession, unit: Unit) -> None:
    same = select(Unit.id).where(Unit.agency == unit.agency, Unit.code == unit.code)
    same = same.where(touching(Unit, unit.valid_from, unit.valid_to))
    if any(other != unit.id for other in await session.scalars(same)):
        raise OrganisationTaken("code", "unit.wrong.code_taken")
    if unit.parent_id is not None:
        await _check_parent(session, unit, unit.parent_id)


async def _check_parent(session: AsyncSession, unit: Unit, parent_id: UUID) -> None:
    parent = await session.get(Unit, parent_id)
    if parent is None or parent.agency != unit.agency:
        raise OrganisationRefused("parent_id", "unit.wrong.parent")
    if not within(unit, parent):
        raise OrganisationRefused("parent_id", "unit.wrong.parent_days")
    above: Unit | None = parent
    while above is not None:
        if above is unit:
            raise OrganisationRefused("parent_id", "unit.wrong.circle")
        above = await session.get(Unit, above.parent_id) if above.parent_id else None


async def _hold_together(session: AsyncSession, unit: Unit) -> None:
    """Nothing of it may reach beyond its days."""
    positions = (await session.scalars(select(Position).where(Position.unit_id == unit.id))).all()
    _inside("positions", positions, unit)
    _inside("units", await children_of(session, unit.id), unit)


def _inside(what: str, parts: Iterable[Span], unit: Unit) -> None:
    beyond = [one for one in parts if not within(one, unit)]
    if beyond:
        raise OrganisationTaken("valid_to", f"unit.wrong.still_{what}", count=len(beyond))
