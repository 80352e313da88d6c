"""From the assistant to a person and back."""

from datetime import datetime

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.hours import is_staffed
from assistant_citizen.conversation.queries import count_waiting, live_handover
from assistant_citizen.conversation.tables import Conversation, Handover
from assistant_citizen.conversation.writing import write
from kit.text import fold
from kit.web import Translator

MOST_SUBJECT = 200


async def put_in_line(
    session: AsyncSession, app: FastAPI, conversation: Conversation, subject: str, now: datetime
) -> str:
    """The text to tell: `subject` is masked already. Who waits already waits on."""
    settings = app.state.settings
    if (live := await live_handover(session, conversation.id)) is not None:
        return "conversation.said.waiting_already" if live.state == "waiting" else "conversation.said.taken_already"
    if await count_waiting(session) >= settings.desk_waiting:
        return "conversation.said.line_full"
    late = not is_staffed(settings.desk_hours, now)
    told = subject[:MOST_SUBJECT]
    session.add(
        Handover(
            conversation_id=conversation.id, state="waiting", late=late, subject=told, folded=fold(told), asked_at=now
        )
    )
    return "conversation.said.leave_message" if late else "conversation.said.in_line"


async def leave_line(
    session: AsyncSession, app: FastAPI, conversation: Conversation, t: Translator, now: datetime
) -> bool:
    """The citizen goes on with the assistant; whether there was anything to leave."""
    live = await live_handover(session, conversation.id)
    if live is None:
        return False
    live.state, live.ended_at = "ended", now
    said = t.t("conversation.said.back")
    write(session, app, conversation, now, author="system", kind="notice", text=said)
    return True
