"""What every feature looks up: agencies, units, people and positions by their ids."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from governance.organisation.days import valid_on
from governance.organisation.errors import AgencyNotFound, PersonNotFound, PositionNotFound, UnitNotFound
from governance.organisation.tables import KINDS, Agency, Person, Position, Unit
from kit.text import fold


async def get_agency(session: AsyncSession, code: str, day: date) -> Agency:
    """By the name it has on that day."""
    found = select(Agency).where(Agency.code == code, Agency.valid_on(day)).order_by(Agency.valid_from.desc())
    agency = (await session.scalars(found.limit(1))).first()
    if agency is None:
        raise AgencyNotFound
    return agency


async def get_unit(session: AsyncSession, unit_id: UUID) -> Unit:
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise UnitNotFound
    return unit


async def get_person(session: AsyncSession, person_id: UUID) -> Person:
    """With all positions, past ones too, and their units."""
    positions = selectinload(Person.positions).joinedload(Position.unit)
    person = await session.get(Person, person_id, options=[positions], populate_existing=True)
    if person is None:
        raise PersonNotFound
    return person


async def get_position(session: AsyncSession, position_id: UUID) -> Position:
    loaded = [joinedload(Position.person), joinedload(Position.unit)]
    position = await session.get(Position, position_id, options=loaded)
    if position is None:
        raise PositionNotFound
    return position


async def held_on(session: AsyncSession, people: Iterable[UUID], day: date) -> dict[UUID, list[Position]]:
    """Positions of that day by person, the weightiest first; units are loaded."""
    found = select(Position).options(joinedload(Position.unit)).where(Position.person_id.in_(set(people)))
    by_person: dict[UUID, list[Position]] = {}
    for position in await session.scalars(found.where(valid_on(Position, day))):
        by_person.setdefault(position.person_id, []).append(position)
    for positions in by_person.values():
        positions.sort(key=weight)
    return by_person


def weight(position: Position) -> tuple[int, date]:
    return KINDS.index(position.kind), position.valid_from


def says(words: str, *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Each word stands in one of the folded columns, in any order: "khoa hoc chuyen doi"."""
    text = columns[0].op("||")(" ") if len(columns) > 1 else columns[0]
    for column in columns[1:]:
        text = text.op("||")(column)
    return and_(*(text.contains(word, autoescape=True) for word in fold(words).split()[:10]))


async def alone(session: AsyncSession, agencies: Sequence[str]) -> None:
    """Until the end of the transaction nobody else changes what these agencies' rules compare."""
    for agency in sorted(set(agencies)):
        key = func.hashtextextended(f"organisation {agency}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(key)))
