from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.tables import Conversation, Handover
from assistant_citizen.desk.errors import HandoverNotFound
from assistant_citizen.desk.schemas import HandoverFilter
from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold

KEYS = {"asked_at": Handover.asked_at}


async def list_handovers(session: AsyncSession, caller: Caller, wanted: HandoverFilter) -> Page[Handover]:
    """Who has waited longest first; of those that are over the latest."""
    ordered = wanted if wanted.sort else wanted.model_copy(update={"sort": "-asked_at" * (wanted.state == "ended")})
    return await paged(session, _matching(caller, wanted), ordered, KEYS, Handover.id)


async def get_handover(session: AsyncSession, handover_id: UUID, *, to_change: bool = False) -> Handover:
    wanted = select(Handover).where(Handover.id == handover_id)
    found = await session.scalar(wanted.with_for_update() if to_change else wanted)
    if found is None:
        raise HandoverNotFound
    return found


async def held_conversation(session: AsyncSession, handover: Handover) -> Conversation:
    """To be written in. HandoverNotFound when it was erased this moment."""
    wanted = select(Conversation).where(Conversation.id == handover.conversation_id)
    found = await session.scalar(wanted.with_for_update())
    if found is None:
        raise HandoverNotFound
    return found


async def counts(session: AsyncSession) -> Mapping[str, int]:
    """How many wait and how many are being answered."""
    query = select(Handover.state, func.count()).where(Handover.state != "ended").group_by(Handover.state)
    found = {state: int(count) for state, count in await session.execute(query)}
    return {"waiting": 0, "active": 0, **found}


def _matching(caller: Caller, wanted: HandoverFilter) -> Select[Handover]:
    query = select(Handover).where(Handover.state == wanted.state)
    if wanted.mine:
        query = query.where(Handover.operator == caller.subject)
    for word in fold(wanted.q).split():
        query = query.where(Handover.folded.contains(word, autoescape=True))
    return query
