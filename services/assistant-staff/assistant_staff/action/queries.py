from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.action.errors import CardNotFound
from assistant_staff.action.tables import ActionCard
from kit.auth import Caller


async def get_card(session: AsyncSession, caller: Caller, card_id: UUID, *, lock: bool = False) -> ActionCard:
    """CardNotFound for another's. `lock`: whoever confirms twice waits here for the first."""
    query = select(ActionCard).where(ActionCard.id == card_id, ActionCard.account == caller.subject)
    held = query.with_for_update().execution_options(populate_existing=True)
    card = await session.scalar(held if lock else query)
    if card is None:
        raise CardNotFound
    return card


async def cards_of(session: AsyncSession, caller: Caller, ids: Collection[UUID]) -> dict[UUID, ActionCard]:
    query = select(ActionCard).where(ActionCard.id.in_(ids), ActionCard.account == caller.subject)
    return {one.id: one for one in await session.scalars(query)}
