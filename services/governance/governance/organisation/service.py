"""What more than one feature does to positions."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import ends_after
from governance.organisation.tables import Delegation, Position
from kit.clock import utc


async def end_position(session: AsyncSession, position: Position, day: date) -> None:
    """Before this day it ends, and with it what was lent of it."""
    position.valid_to = day
    lent = select(Delegation).where(Delegation.position_id == position.id, Delegation.withdrawn_at.is_(None))
    for delegation in (await session.scalars(lent.where(ends_after(Delegation, day)))).all():
        if delegation.valid_from < day:
            delegation.valid_to = day
        else:
            delegation.withdrawn_at = utc()
