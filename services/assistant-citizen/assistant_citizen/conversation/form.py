"""What the page's one form sends, and what is done with it."""

from datetime import datetime
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation import entering, queries, service
from assistant_citizen.conversation.aloud import Aloud
from assistant_citizen.conversation.handover import leave_line
from assistant_citizen.conversation.schemas import (
    Channel,
    ConversationCreate,
    Language,
    MessageCreate,
    RatingWrite,
    Said,
)
from assistant_citizen.conversation.tables import Conversation
from kit.web import translator


class ChatForm(BaseModel):
    """Words, or one of the buttons: a choice, a rating as `good:<message>` or `bad:<message>:<reason>`, a person."""

    model_config = ConfigDict(extra="ignore")

    conversation: UUID | None = None
    token: Annotated[str, Field(max_length=100)] = ""
    channel: Channel = "page"
    seen: Annotated[int, Field(ge=0)] = 0
    text: Said = ""
    example: Said = ""
    choice: Annotated[int, Field(ge=0, le=20)] | None = None
    rating: Annotated[str, Field(pattern=r"^(good|bad):[0-9a-f-]{36}(:[a-z]+)?$")] = ""
    person: Literal["", "ask", "leave"] = ""


class Done(NamedTuple):
    """The conversation, opened with the first message, and its token."""

    conversation: Conversation
    token: str
    aloud: Aloud = None


async def act(session: AsyncSession, request: Request, data: ChatForm, now: datetime) -> Done:
    await entering.charge(request, data.conversation)
    conversation, token = await _conversation(session, request, data, now)
    t = request.app.state.translations.translator(conversation.language)
    aloud: Aloud = None
    if data.person == "leave":
        await leave_line(session, request.app, conversation, t, now)
    elif data.person:
        await service.ask_person(session, request.app, conversation, t, now)
    elif data.rating:
        await _rate(session, conversation, data, now)
    else:
        said = MessageCreate(text=data.example or data.text, choice=data.choice)
        who = request.app.state.dossiers.who(request)
        aloud = (await service.say(session, request.app, conversation, said, t, now, who)).aloud
    await session.flush()
    return Done(conversation, token, aloud)


async def _conversation(
    session: AsyncSession, request: Request, data: ChatForm, now: datetime
) -> tuple[Conversation, str]:
    if data.conversation:
        found = await queries.get_conversation(session, data.conversation, data.token, to_change=True)
        return found, data.token
    language: Language = "en" if translator(request).language == "en" else "vi"
    wanted = ConversationCreate(channel=data.channel, language=language)
    return await service.open_conversation(session, wanted, now)


async def _rate(session: AsyncSession, conversation: Conversation, data: ChatForm, now: datetime) -> None:
    rating, message_id, *reason = data.rating.split(":")
    told = RatingWrite.model_validate({"rating": rating, "reason": reason[0] if reason else None})
    message = await queries.get_message(session, conversation.id, UUID(message_id))
    await service.rate(session, conversation, message, told, now)
