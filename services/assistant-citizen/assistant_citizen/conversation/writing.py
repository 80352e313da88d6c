"""A message is put at the end of its conversation; who listens is told once it is there for good."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from sqlalchemy import bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.masking import mask
from assistant_citizen.conversation.schemas import Body
from assistant_citizen.conversation.tables import Conversation, Message

_KEPT = insert(Message).returning(Message.place, Message.id)
_HELD = ("messages", "last_at", "context")
_MOVED = update(Conversation).where(Conversation.id == bindparam("key")).values({one: bindparam(one) for one in _HELD})
_COLUMNS = [one.key for one in Message.__table__.columns if one.key != "id"]


def write(
    session: AsyncSession, app: FastAPI, conversation: Conversation, now: datetime, *, author: str, kind: str,
    text: str, body: Body | None = None, **facts: Any,
) -> Message:  # fmt: skip
    message = compose(conversation, now, author=author, kind=kind, text=text, body=body, **facts)
    session.add(message)
    app.state.hub.wake_after_commit(session, conversation.id)
    return message


def compose(
    conversation: Conversation, now: datetime, *, author: str, kind: str, text: str, body: Body | None = None,
    **facts: Any,
) -> Message:  # fmt: skip
    """Masked, whoever wrote it. The conversation's row is held by this transaction."""
    conversation.messages += 1
    conversation.last_at = now
    return Message(
        conversation_id=conversation.id,
        place=conversation.messages,
        author=author,
        kind=kind,
        text=mask(text) if author in {"citizen", "operator"} else text,
        body=(body or Body()).model_dump(mode="json", exclude_defaults=True),
        created_at=now,
        **{"signed": "", "rating": None, **facts},
    )


async def keep(session: AsyncSession, app: FastAPI, conversation: Conversation, messages: Sequence[Message]) -> None:
    """A turn, in statements that are made once: what a session makes of them anew each time costs twice as much. The
    conversation is none of the session's (`say` took it out)."""
    await session.flush()
    rows = [{name: getattr(one, name) for name in _COLUMNS} for one in messages]
    connection = await session.connection()
    await connection.execute(_MOVED, {"key": conversation.id, **{one: getattr(conversation, one) for one in _HELD}})
    ids = {row.place: row.id for row in await connection.execute(_KEPT, rows)}
    for one in messages:
        one.id = ids[one.place]
    app.state.hub.wake_after_commit(session, conversation.id)
