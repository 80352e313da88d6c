"""What more than one feature does to positions."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import within
from governance.organisation.tables import Delegation, Position
from kit.clock import utc


async def end_position(session: AsyncSession, position: Position, day: date) -> None:
    """Before this day it ends, and with it what was lent of it."""
    position.valid_to = day
    await fit_delegations(session, position)


async def fit_delegations(session: AsyncSession, position: Position) -> None:
    """Nobody stands in for what is not held: on days outside the position's a delegation is cut off or withdrawn."""
    lent = select(Delegation).where(Delegation.position_id == position.id, Delegation.withdrawn_at.is_(None))
    for delegation in (await session.scalars(lent)).all():
        if within(delegation, position):
            continue
        first = max(delegation.valid_from, position.valid_from)
        last = min(delegation.valid_to, position.valid_to or date.max)
        if first < last:
            delegation.valid_from, delegation.valid_to = first, last
        else:
            delegation.withdrawn_at = utc()
