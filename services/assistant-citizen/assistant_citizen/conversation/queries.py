from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.errors import ConversationNotFound, MessageNotFound
from assistant_citizen.conversation.tables import Conversation, Handover, Message, OperatorPresence

MOST_SHOWN = 500
_OWN = select(Conversation).where(Conversation.id == bindparam("id"), Conversation.token_digest == bindparam("digest"))
_OWN_TO_CHANGE = _OWN.with_for_update()
_LIVE = select(Handover).where(Handover.conversation_id == bindparam("id"), Handover.state != "ended")
_HANDOVER = Handover.__table__.c
_LIVE_STATE = select(_HANDOVER.state).where(_HANDOVER.conversation_id == bindparam("id"), _HANDOVER.state != "ended")
"""Statements of every turn are made once: to make one costs as much as to run it."""
PRESENT = timedelta(seconds=60)


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


async def get_conversation(
    session: AsyncSession, conversation_id: UUID, token: str, *, to_change: bool = False
) -> Conversation:
    """ConversationNotFound unless it is the token's. `to_change`: its turns come one after the other."""
    wanted = _OWN_TO_CHANGE if to_change else _OWN
    found: Conversation | None = await session.scalar(wanted, {"id": conversation_id, "digest": digest_of(token)})
    if found is None:
        raise ConversationNotFound
    return found


async def live_handover(session: AsyncSession, conversation_id: UUID) -> Handover | None:
    found: Handover | None = await session.scalar(_LIVE, {"id": conversation_id})
    return found


async def live_state(session: AsyncSession, conversation_id: UUID) -> str | None:
    """Of its handover that is not over."""
    found: str | None = await session.scalar(_LIVE_STATE, {"id": conversation_id})
    return found


async def messages_after(session: AsyncSession, conversation_id: UUID, place: int = 0) -> Sequence[Message]:
    """In their order."""
    wanted = select(Message).where(Message.conversation_id == conversation_id, Message.place > place)
    return (await session.scalars(wanted.order_by(Message.place).limit(MOST_SHOWN))).all()


async def get_message(session: AsyncSession, conversation_id: UUID, message_id: UUID) -> Message:
    wanted = select(Message).where(Message.conversation_id == conversation_id, Message.id == message_id)
    found = await session.scalar(wanted)
    if found is None:
        raise MessageNotFound
    return found


async def question_of(session: AsyncSession, reply: Message) -> Message | None:
    """What a reply was given to."""
    before = select(Message).where(
        Message.conversation_id == reply.conversation_id, Message.place < reply.place, Message.author == "citizen"
    )
    found: Message | None = await session.scalar(before.order_by(Message.place.desc()).limit(1))
    return found


async def last_place(session: AsyncSession, conversation_id: UUID) -> int:
    found = await session.scalar(select(Conversation.messages).where(Conversation.id == conversation_id))
    if found is None:
        raise ConversationNotFound
    return int(found)


async def count_waiting(session: AsyncSession) -> int:
    waiting = select(func.count()).select_from(Handover).where(Handover.state == "waiting")
    return int(await session.scalar(waiting) or 0)


async def present_operators(session: AsyncSession, now: datetime) -> Sequence[OperatorPresence]:
    present = select(OperatorPresence).where(OperatorPresence.seen_at > now - PRESENT)
    return (await session.scalars(present.order_by(OperatorPresence.name).limit(200))).all()
