"""Conversations, for programs and for the page's own script. Who opened a conversation has its
token; nobody signs in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from starlette.responses import Response, StreamingResponse

from assistant_citizen.conversation import entering, erasing, queries, service, stream
from assistant_citizen.conversation.aloud import turn_read
from assistant_citizen.conversation.entering import Language, ToChange, ToRead
from assistant_citizen.conversation.handover import leave_line
from assistant_citizen.conversation.schemas import (
    After,
    ConversationCreate,
    ConversationOpened,
    ConversationRead,
    MessageCreate,
    MessageRead,
    RatingWrite,
    TurnRead,
)
from kit.auth import public
from kit.clock import Now
from kit.db import Session

router = APIRouter(prefix="/assistant-citizen/api/v1/conversations", tags=["conversation"], dependencies=[public()])


@router.post("", status_code=201)
async def open_conversation(
    request: Request, data: ConversationCreate, session: Session, now: Now
) -> ConversationOpened:
    await entering.charge(request)
    conversation, token = await service.open_conversation(session, data, now)
    greeting = request.app.state.translations.translator(data.language).t("conversation.said.greeting")
    return ConversationOpened(id=conversation.id, token=token, greeting=greeting)


@router.get("/{conversation_id}")
async def get_conversation(conversation: ToRead, session: Session) -> ConversationRead:
    return await entering.read_of(session, conversation)


@router.delete("/{conversation_id}", status_code=204)
async def erase(conversation: ToChange, session: Session) -> None:
    await erasing.erase(session, conversation)


@router.post("/{conversation_id}/messages")
async def say(
    request: Request, conversation: ToChange, data: MessageCreate, t: Language, session: Session, now: Now
) -> TurnRead:
    who = request.app.state.dossiers.who(request)
    turn = await service.say(session, request.app, conversation, data, t, now, who)
    return turn_read(turn)


@router.get("/{conversation_id}/messages")
async def list_messages(conversation: ToRead, session: Session, after: After = 0) -> list[MessageRead]:
    """Those after a place, 500 at most."""
    found = await queries.messages_after(session, conversation.id, after)
    return [MessageRead.model_validate(one) for one in found]


@router.get("/{conversation_id}/events", response_class=StreamingResponse)
async def events(
    request: Request, conversation: Annotated[UUID, Depends(entering.admitted)],
    last_event_id: Annotated[str, Header(max_length=18)] = "",
) -> Response:  # fmt: skip
    """Server-sent events: part, message, state."""
    place = int(last_event_id) if last_event_id.isdecimal() else None
    heard = stream.listen(request, conversation, place)
    return StreamingResponse(heard, media_type="text/event-stream", headers=stream.HEADERS)


@router.post("/{conversation_id}/messages/{message_id}/rating")
async def rate(conversation: ToChange, message_id: UUID, data: RatingWrite, session: Session, now: Now) -> MessageRead:
    message = await queries.get_message(session, conversation.id, message_id)
    return MessageRead.model_validate(await service.rate(session, conversation, message, data, now))


@router.post("/{conversation_id}/person")
async def ask_person(request: Request, conversation: ToChange, t: Language, session: Session, now: Now) -> MessageRead:
    return MessageRead.model_validate(await service.ask_person(session, request.app, conversation, t, now))


@router.delete("/{conversation_id}/person", status_code=204)
async def withdraw(request: Request, conversation: ToChange, t: Language, session: Session, now: Now) -> None:
    await leave_line(session, request.app, conversation, t, now)
