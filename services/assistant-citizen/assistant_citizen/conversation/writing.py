"""A message is put at the end of its conversation; who listens is told once it is there for good."""

from datetime import datetime
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.masking import mask
from assistant_citizen.conversation.schemas import Body
from assistant_citizen.conversation.tables import Conversation, Message


def write(
    session: AsyncSession, app: FastAPI, conversation: Conversation, now: datetime, *, author: str, kind: str,
    text: str, body: Body | None = None, **facts: Any,
) -> Message:  # fmt: skip
    """Masked, whoever wrote it. The conversation's row is held by this transaction."""
    conversation.messages += 1
    conversation.last_at = now
    message = Message(
        conversation_id=conversation.id,
        place=conversation.messages,
        author=author,
        kind=kind,
        text=mask(text) if author in {"citizen", "operator"} else text,
        body=(body or Body()).model_dump(mode="json", exclude_defaults=True),
        created_at=now,
        **{"signed": "", "rating": None, **facts},
    )
    session.add(message)
    app.state.hub.wake_after_commit(session, conversation.id)
    return message
