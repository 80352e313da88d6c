"""Whom work can be given to, and which people stand behind an agency or unit."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.standing import HEADING, LEADING
from governance.organisation.tables import Agency, Delegation, Position, Unit
from governance.task.errors import PartyUnknown
from governance.task.party import Party
from governance.task.schemas import PartyFacts


def holds_on(day: date) -> ColumnElement[bool]:
    return (Position.valid_from <= day) & or_(Position.valid_to.is_(None), Position.valid_to > day)


async def party_of(session: AsyncSession, wanted: PartyFacts, day: date, field: str) -> Party:
    """PartyUnknown unless agency, unit and person belong together today; a person's only unit is found."""
    agency = select(Agency.code).where(Agency.code == wanted.agency, Agency.valid_on(day))
    if await session.scalar(agency.limit(1)) is None:
        raise PartyUnknown(field)
    unit_id = wanted.unit_id
    if wanted.person_id:
        unit_id = await _unit_of(session, wanted, day, field)
    elif unit_id:
        unit = await session.get(Unit, unit_id)
        if unit is None or unit.agency != wanted.agency or (unit.valid_to and unit.valid_to <= day):
            raise PartyUnknown(field)
    return Party(wanted.agency, unit_id, wanted.person_id, wanted.due_on)


async def _unit_of(session: AsyncSession, wanted: PartyFacts, day: date, field: str) -> UUID | None:
    held = select(Position.unit_id).where(Position.person_id == wanted.person_id, Position.agency == wanted.agency)
    units = set(await session.scalars(held.where(holds_on(day))))
    if not units or (wanted.unit_id and wanted.unit_id not in units):
        raise PartyUnknown(field)
    return wanted.unit_id or (units.pop() if len(units) == 1 else None)


async def people_behind(session: AsyncSession, parties: Iterable[Party], day: date) -> set[UUID]:
    """The person named; else who heads the unit; else who leads the agency and keeps its registers. And those who
    stand in for them."""
    parties = list(parties)
    named = {one.person_id for one in parties if one.person_id}
    units = {one.unit_id for one in parties if one.unit_id and not one.person_id}
    agencies = {one.agency for one in parties if not (one.unit_id or one.person_id)}
    if not (units or agencies):
        return named
    heads = Position.unit_id.in_(units) & Position.kind.in_(HEADING)
    office = Position.agency.in_(agencies) & Position.kind.in_([*LEADING, "clerk"])
    held = select(Position.person_id, Position.id).where(holds_on(day), or_(heads, office))
    positions = (await session.execute(held)).all()
    lent = select(Delegation.person_id).where(Delegation.position_id.in_([number for _, number in positions]))
    lent = lent.where(Delegation.withdrawn_at.is_(None), Delegation.valid_from <= day, Delegation.valid_to > day)
    return named | {person for person, _ in positions} | set(await session.scalars(lent))
