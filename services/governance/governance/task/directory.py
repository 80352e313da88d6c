"""Whom work can be given to, and which people stand behind an agency or unit."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from governance.organisation.days import valid_on
from governance.organisation.standing import HEADING, LEADING, Standing
from governance.organisation.tables import Agency, Delegation, Person, Position, Unit
from governance.task.errors import PartyUnknown
from governance.task.party import Party
from governance.task.schemas import PartyFacts
from kit.text import fold
from kit.web import Option

MOST_LEADS = 500
NEAR = 20
"""As many as the list beside a field holds."""


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
    units = set(await session.scalars(held.where(valid_on(Position, day))))
    if not units or (wanted.unit_id and wanted.unit_id not in units):
        raise PartyUnknown(field)
    return wanted.unit_id or (units.pop() if len(units) == 1 else None)


async def people_behind(session: AsyncSession, parties: Iterable[Party], day: date) -> set[UUID]:
    """The person named; else who heads the unit; else who leads the agency and keeps its registers. And those who
    stand in for them."""
    parties = list(parties)
    named = {(one.person_id, one.agency) for one in parties if one.person_id}
    units = {one.unit_id for one in parties if one.unit_id and not one.person_id}
    agencies = {one.agency for one in parties if not (one.unit_id or one.person_id)}
    heads = Position.unit_id.in_(units) & Position.kind.in_(HEADING)
    office = Position.agency.in_(agencies) & Position.kind.in_([*LEADING, "clerk"])
    own = tuple_(Position.person_id, Position.agency).in_(named)
    held = select(Position.person_id, Position.id).where(valid_on(Position, day), or_(heads, office, own))
    positions = (await session.execute(held)).all()
    lent = select(Delegation.person_id).where(Delegation.position_id.in_([number for _, number in positions]))
    lent = lent.where(Delegation.withdrawn_at.is_(None), Delegation.valid_from <= day, Delegation.valid_to > day)
    return {person for person, _ in named} | {person for person, _ in positions} | set(await session.scalars(lent))


async def offered(
    session: AsyncSession, acting: Standing, q: str, day: date, limit: int, agency: str = ""
) -> list[Option]:
    """Agencies, units and people whose name has `q` in it, those of one's own agencies first; of one agency only,
    where it is given."""
    found = [] if agency else await _agencies(session, q, day, limit)
    for read in (_units, _people):
        if len(found) < limit:
            found += await read(session, acting, q, day, limit - len(found), agency)
    return found


async def near(session: AsyncSession, acting: Standing, day: date, agency: str = "") -> list[Option]:
    """Offered before anything is typed: units and people of one's own agencies, then other agencies; or of the one that
    is given. Whoever heads a unit is offered people first."""
    reads = (_people, _units) if acting.headed and not acting.led else (_units, _people)
    found: list[Option] = []
    for one in [agency] if agency else sorted(acting.led | acting.kept) or sorted(acting.agencies):
        for read in reads:
            found += await read(session, acting, "", day, NEAR, one)
    if not agency and len(found) < NEAR:
        found += await _agencies(session, "", day, NEAR)
    return found[:NEAR]


async def _agencies(session: AsyncSession, q: str, day: date, limit: int) -> list[Option]:
    wanted = select(Agency).where(Agency.valid_on(day), Agency.name_folded.contains(fold(q), autoescape=True))
    rows = await session.scalars(wanted.order_by(Agency.sort_key).limit(limit))
    return [Option(value=one.code, label=one.name, note=one.code) for one in rows]


async def _units(session: AsyncSession, acting: Standing, q: str, day: date, limit: int, agency: str) -> list[Option]:
    wanted = select(Unit, Agency.name).join(Agency, (Agency.code == Unit.agency) & Agency.valid_on(day))
    wanted = wanted.where(Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to > day))
    wanted = wanted.where(Unit.name_folded.contains(fold(q), autoescape=True))
    if agency:
        wanted = wanted.where(Unit.agency == agency)
    own_first = Unit.agency.in_(acting.agencies).desc()
    rows = await session.execute(wanted.order_by(own_first, Unit.sort_key, Unit.id).limit(limit))
    return [Option(value=f"{unit.agency}/{unit.id}", label=unit.name, note=name) for unit, name in rows]


async def _people(session: AsyncSession, acting: Standing, q: str, day: date, limit: int, agency: str) -> list[Option]:
    wanted = select(Position, Agency.name).join(Agency, (Agency.code == Position.agency) & Agency.valid_on(day))
    wanted = wanted.join(Position.person).options(joinedload(Position.person)).where(valid_on(Position, day))
    wanted = wanted.where(Person.name_folded.contains(fold(q), autoescape=True))
    if agency:
        wanted = wanted.where(Position.agency == agency)
    own_first = (Position.agency.in_(acting.agencies).desc(), Position.unit_id.in_(acting.units).desc().nulls_last())
    rows = await session.execute(wanted.order_by(*own_first, Person.sort_key, Position.id).limit(limit))
    return [_person(held, name) for held, name in rows]


def _person(held: Position, agency: str) -> Option:
    value = f"{held.agency}/{held.unit_id or ''}/{held.person_id}"
    return Option(value=value, label=held.person.name, note=", ".join(filter(None, (held.title, agency))))


async def leads_within(session: AsyncSession, acting: Standing, day: date) -> tuple[list[Unit], list[Person]]:
    """Units of the agencies one leads or whose office one is, and those one works in; and the people there."""
    whole, units = acting.led | acting.kept, acting.units
    found = select(Unit).where(or_(Unit.agency.in_(whole), Unit.id.in_(units))).order_by(Unit.agency, Unit.sort_key)
    placed = select(Position.person_id).where(
        valid_on(Position, day), or_(Position.agency.in_(whole), Position.unit_id.in_(units))
    )
    people = select(Person).where(Person.id.in_(placed)).order_by(Person.sort_key, Person.id)
    return (
        list(await session.scalars(found.limit(MOST_LEADS))),
        list(await session.scalars(people.limit(MOST_LEADS))),
    )
