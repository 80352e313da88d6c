"""The sealed record of what the assistant did for officials: who had it done, and what came of it."""

from datetime import datetime
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.action.tables import ActionCard
from kit import chain
from kit.auth import Caller
from kit.chain.tables import ChainPayload
from kit.page import Page, Paging, paged

OPENED = "assistant.task-opened"
KEYS = {"at": ChainPayload.record_id}


class Act(BaseModel):
    """`actor`: the official's account, whose token it was done with; `by`: the platform that did it."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    kind: str
    actor: str
    by: str = "assistant-staff"
    object: str
    outcome: str
    body: dict[str, Any]


async def seal(session: AsyncSession, caller: Caller, card: ActionCard, now: datetime) -> None:
    facts = {"conversation": str(card.conversation_id), "card": str(card.id)}
    entry = chain.Entry(
        id=chain.new_id(),
        at=now,
        kind=OPENED,
        actor=caller.subject,
        object=f"task/{card.task_id}",
        outcome="done",
        body=orjson.dumps(facts),
    )
    await chain.append(session, entry)


async def list_acts(session: AsyncSession, wanted: Paging) -> Page[ChainPayload]:
    """The last first."""
    newest = wanted if wanted.sort else wanted.model_copy(update={"sort": "-at"})
    query = select(ChainPayload).where(ChainPayload.kind == OPENED)
    return await paged(session, query, newest, KEYS, ChainPayload.record_id)
