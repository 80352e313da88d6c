"""Conversations do not outlive their use."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.tables import Conversation

AT_ONCE = 2000


async def erase(session: AsyncSession, conversation: Conversation) -> None:
    """All of it, at its owner's wish."""
    await session.delete(conversation)


async def erase_old(session: AsyncSession, before: datetime) -> int:
    """Some of what was last written in before then; how many."""
    old = select(Conversation.id).where(Conversation.last_at < before).order_by(Conversation.last_at).limit(AT_ONCE)
    gone = await session.execute(delete(Conversation).where(Conversation.id.in_(old)).returning(Conversation.id))
    return len(gone.all())
