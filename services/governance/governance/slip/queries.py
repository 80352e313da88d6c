"""Whom a slip may go to, and who is told of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import valid_on
from governance.organisation.standing import HEADING, LEADING
from governance.organisation.tables import Delegation, Person, Position, Unit


async def leaders_of(session: AsyncSession, agency: str, day: date) -> Sequence[Person]:
    """Who leads it, then the deputies."""
    first = select(Position.person_id).where(
        valid_on(Position, day), Position.agency == agency, Position.kind == "leader"
    )
    heads = set(await session.scalars(first))
    leaders = await _people(session, day, Position.agency == agency, Position.kind.in_(LEADING))
    return sorted(leaders, key=lambda one: one.id not in heads)


async def units_of(session: AsyncSession, agency: str, day: date) -> Sequence[Unit]:
    """In Vietnamese order."""
    units = select(Unit).where(Unit.agency == agency, valid_on(Unit, day)).order_by(Unit.sort_key)
    return (await session.scalars(units)).all()


async def people_of(session: AsyncSession, units: Iterable[UUID], day: date) -> Sequence[Person]:
    """Who works in one of these units."""
    return await _people(session, day, Position.unit_id.in_(list(units)))


async def heads_of(session: AsyncSession, units: Iterable[UUID], day: date) -> set[UUID]:
    """With those who stand in for them."""
    return await _with_stand_ins(session, day, Position.unit_id.in_(list(units)), Position.kind.in_(HEADING))


async def clerks_of(session: AsyncSession, agency: str, day: date) -> set[UUID]:
    return await _with_stand_ins(session, day, Position.agency == agency, Position.kind == "clerk")


async def with_stand_ins(session: AsyncSession, agency: str, people: Iterable[UUID], day: date) -> set[UUID]:
    """These people, and those who stand in for them in the agency."""
    own = set(people)
    return own | await _with_stand_ins(session, day, Position.agency == agency, Position.person_id.in_(own))


async def _people(session: AsyncSession, day: date, *conditions: ColumnElement[bool]) -> Sequence[Person]:
    placed = select(Position.person_id).where(valid_on(Position, day), *conditions)
    people = select(Person).where(Person.id.in_(placed)).order_by(Person.sort_key, Person.id)
    return (await session.scalars(people)).all()


async def _with_stand_ins(session: AsyncSession, day: date, *conditions: ColumnElement[bool]) -> set[UUID]:
    owners = select(Position.person_id).where(valid_on(Position, day), *conditions)
    lent = select(Delegation.person_id).join(Position, Position.id == Delegation.position_id)
    lent = lent.where(
        Delegation.withdrawn_at.is_(None), valid_on(Delegation, day), valid_on(Position, day), *conditions
    )
    return set(await session.scalars(owners.union(lent)))
