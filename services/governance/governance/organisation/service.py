"""What more than one feature does to positions."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import within
from governance.organisation.tables import Delegation, Position
from kit.clock import utc

AT_ONCE = 5000


async def end_position(session: AsyncSession, position: Position, day: date) -> None:
    """Before this day it ends, and with it what was lent of it."""
    position.valid_to = day
    await fit_delegations(session, [position])


async def fit_delegations(session: AsyncSession, positions: Sequence[Position]) -> None:
    """Nobody stands in for what is not held: on days outside the position's a delegation is cut off or withdrawn."""
    for start in range(0, len(positions), AT_ONCE):
        some = {position.id: position for position in positions[start : start + AT_ONCE]}
        lent = select(Delegation).where(Delegation.position_id.in_(some), Delegation.withdrawn_at.is_(None))
        for delegation in (await session.scalars(lent)).all():
            _fit(delegation, some[delegation.position_id])


def _fit(delegation: Delegation, position: Position) -> None:
    if within(delegation, position):
        return
    first = max(delegation.valid_from, position.valid_from)
    last = min(delegation.valid_to, position.valid_to or date.max)
    if first < last:
        delegation.valid_from, delegation.valid_to = first, last
    else:
        delegation.withdrawn_at = utc()
