"""Lending a position for some days: one's own, to a colleague of the same agency, to one person at a time."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.delegation.errors import DelegationNotFound
from governance.delegation.queries import get_delegation, may_withdraw
from governance.delegation.schemas import DelegationCreate, DelegationWithdraw
from governance.organisation.days import touching, within
from governance.organisation.errors import OrganisationRefused, OrganisationTaken, PositionNotFound
from governance.organisation.queries import alone, get_person, get_position
from governance.organisation.reach import keeps
from governance.organisation.standing import Standing
from governance.organisation.tables import Delegation, Position
from kit.clock import local_day
from kit.editing import expect


async def delegate(session: AsyncSession, acting: Standing, data: DelegationCreate, now: datetime) -> Delegation:
    """What one holds by delegation is not one's own to lend: only its owner, or who keeps the directory, may."""
    position = await get_position(session, data.position_id)
    if position.person_id != acting.person_id and not keeps(acting.caller, position.agency):
        raise PositionNotFound
    await alone(session, [position.agency])
    if data.first_day < local_day(now):
        raise OrganisationRefused("first_day", "delegation.wrong.past")
    facts = data.model_dump(exclude={"first_day", "last_day"})
    row = Delegation(**facts, valid_from=data.first_day, valid_to=data.last_day + timedelta(days=1))
    await _check(session, row, position)
    session.add(row)
    await session.flush()
    return await get_delegation(session, acting, row.id)


async def withdraw(
    session: AsyncSession, acting: Standing, delegation_id: UUID, data: DelegationWithdraw, now: datetime
) -> Delegation:
    """Twice is once."""
    row = await get_delegation(session, acting, delegation_id)
    if not may_withdraw(acting, row):
        raise DelegationNotFound
    if row.withdrawn_at is None:
        expect(row, data.version)
        row.withdrawn_at = now
        await session.flush()
    return row


async def _check(session: AsyncSession, row: Delegation, position: Position) -> None:
    if not within(row, position):
        raise OrganisationRefused("last_day", "delegation.wrong.position_days")
    if row.person_id == position.person_id:
        raise OrganisationRefused("person_id", "delegation.wrong.self")
    colleague = await get_person(session, row.person_id)
    if not any(one.agency == position.agency and within(row, one) for one in colleague.positions):
        raise OrganisationRefused("person_id", "delegation.wrong.colleague")
    others = select(Delegation).where(Delegation.position_id == position.id, Delegation.withdrawn_at.is_(None))
    if (await session.scalars(others.where(touching(Delegation, row.valid_from, row.valid_to)))).first():
        raise OrganisationTaken("first_day", "delegation.wrong.overlap")
