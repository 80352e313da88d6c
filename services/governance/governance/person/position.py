"""Positions by date: inside the days of agency and unit, never twice the same, one leader or head at a time."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import is_on, touching, within
from governance.organisation.errors import BeyondAgency, OrganisationRefused, OrganisationTaken, PositionNotFound
from governance.organisation.queries import alone, get_agency, get_person, get_position
from governance.organisation.reach import require
from governance.organisation.service import end_position, fit_delegations
from governance.organisation.tables import Person, Position, Unit
from governance.person.schemas import PositionCreate, PositionEnd, PositionUpdate
from kit.auth import Caller
from kit.editing import edit, expect

ALONE = ("leader", "head")
"""Kinds of which an agency, or a unit, has one at a time."""


async def add(session: AsyncSession, caller: Caller, person_id: UUID, data: PositionCreate) -> Position:
    """A person of another agency may be given a position in one's own: many officials serve in two."""
    require(caller, [data.agency], BeyondAgency())
    await alone(session, [data.agency])
    return await give(session, await get_person(session, person_id), data)


async def give(session: AsyncSession, person: Person, data: PositionCreate) -> Position:
    await get_agency(session, data.agency, data.valid_from)
    position = Position(person_id=person.id, **data.model_dump(exclude={"overlap"}))
    await _check(session, position, overlap=data.overlap)
    session.add(position)
    await session.flush()
    await session.refresh(position, ["unit"])
    return position


async def get_own_position(session: AsyncSession, caller: Caller, position_id: UUID) -> Position:
    position = await get_position(session, position_id)
    require(caller, [position.agency], PositionNotFound())
    return position


async def change(session: AsyncSession, caller: Caller, position_id: UUID, data: PositionUpdate) -> Position:
    position = await get_own_position(session, caller, position_id)
    await alone(session, [position.agency])
    with session.no_autoflush:
        if "valid_from" in edit(position, data):
            if position.valid_to is not None and position.valid_to <= position.valid_from:
                raise OrganisationRefused("valid_from", "organisation.wrong.validity")
            await _check(session, position, overlap=False)
            await fit_delegations(session, [position])
    await session.flush()
    return position


async def end(session: AsyncSession, caller: Caller, position_id: UUID, data: PositionEnd) -> Position:
    position = await get_own_position(session, caller, position_id)
    await alone(session, [position.agency])
    expect(position, data.version, {"valid_to": data.valid_to})
    with session.no_autoflush:
        if data.valid_to is None:
            position.valid_to = None
            await _check(session, position, overlap=data.overlap)
        else:
            if data.valid_to <= position.valid_from:
                raise OrganisationRefused("valid_to", "organisation.wrong.validity")
            await _end(session, position, data)
    await session.flush()
    return position


async def _end(session: AsyncSession, position: Position, data: PositionEnd) -> None:
    longer = position.valid_to is not None and data.valid_to is not None and data.valid_to > position.valid_to
    if data.valid_to is not None:
        await end_position(session, position, data.valid_to)
    if longer:
        await _check(session, position, overlap=data.overlap)


async def _check(session: AsyncSession, position: Position, *, overlap: bool) -> None:
    await _check_unit(session, position)
    others = select(Position).where(Position.agency == position.agency, Position.kind == position.kind)
    others = others.where(touching(Position, position.valid_from, position.valid_to))
    same = position.unit_id
    others = others.where(Position.unit_id == same if same else Position.unit_id.is_(None))
    found = [one for one in await session.scalars(others) if one is not position]
    if any(one.person_id == position.person_id for one in found):
        raise OrganisationTaken("valid_from", "person.wrong.twice")
    if found and position.kind in ALONE and not overlap:
        name = (await get_person(session, found[0].person_id)).name
        raise OrganisationTaken("overlap", "person.wrong.second", name=name)


async def _check_unit(session: AsyncSession, position: Position) -> None:
    if position.unit_id is None:
        return
    unit = await session.get(Unit, position.unit_id)
    if unit is None or unit.agency != position.agency:
        raise OrganisationRefused("unit_id", "person.wrong.unit")
    if not within(position, unit):
        field = "valid_to" if is_on(unit, position.valid_from) else "valid_from"
        raise OrganisationRefused(field, "person.wrong.unit_days", name=unit.name)
