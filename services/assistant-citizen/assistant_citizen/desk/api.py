"""The desk, for programs of officials."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from assistant_citizen.conversation import stream
from assistant_citizen.conversation.queries import messages_after
from assistant_citizen.conversation.schemas import After, MessageRead
from assistant_citizen.desk import queries, service
from assistant_citizen.desk.export import handovers_csv
from assistant_citizen.desk.schemas import AnswerWrite, HandoverFilter, HandoverRead, Step
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/assistant-citizen/api/v1/handovers", tags=["desk"])
Operator = Annotated[Caller, requires("conversations:answer")]
Wanted = Annotated[HandoverFilter, Query()]


@router.get("")
async def list_handovers(wanted: Wanted, session: Session, caller: Operator) -> Page[HandoverRead]:
    return Page[HandoverRead].model_validate(await queries.list_handovers(session, caller, wanted))


@router.get("/list.csv")
async def export(request: Request, wanted: Wanted, caller: Operator) -> Response:
    return await handovers_csv(request, caller, wanted)


@router.get("/{handover_id}")
async def get_handover(handover_id: UUID, session: Session, _: Operator) -> HandoverRead:
    return HandoverRead.model_validate(await queries.get_handover(session, handover_id))


@router.get("/{handover_id}/messages")
async def list_messages(handover_id: UUID, session: Session, _: Operator, after: After = 0) -> list[MessageRead]:
    handover = await queries.get_handover(session, handover_id)
    found = await messages_after(session, handover.conversation_id, after)
    return [MessageRead.model_validate(one) for one in found]


@router.get("/{handover_id}/events", response_class=StreamingResponse)
async def events(
    request: Request, handover_id: UUID, _: Operator, last_event_id: Annotated[str, Header(max_length=18)] = ""
) -> Response:
    """As the citizen hears them."""
    async with request.app.state.database.session() as session:
        handover = await queries.get_handover(session, handover_id)
    place = int(last_event_id) if last_event_id.isdecimal() else None
    heard = stream.listen(request, handover.conversation_id, place)
    return StreamingResponse(heard, media_type="text/event-stream", headers=stream.HEADERS)


@router.post("/{handover_id}/take")
async def take(
    request: Request, handover_id: UUID, data: Step, session: Session, caller: Operator, now: Now
) -> HandoverRead:
    return HandoverRead.model_validate(await service.take(session, request.app, caller, handover_id, data, now))


@router.post("/{handover_id}/messages", status_code=201)
async def answer(
    request: Request, handover_id: UUID, data: AnswerWrite, session: Session, caller: Operator, now: Now
) -> MessageRead:
    return MessageRead.model_validate(await service.answer(session, request.app, caller, handover_id, data, now))


@router.post("/{handover_id}/put-back")
async def put_back(
    request: Request, handover_id: UUID, data: Step, session: Session, caller: Operator, now: Now
) -> HandoverRead:
    return HandoverRead.model_validate(await service.put_back(session, request.app, caller, handover_id, data, now))


@router.post("/{handover_id}/hand-back")
async def hand_back(
    request: Request, handover_id: UUID, data: Step, session: Session, caller: Operator, now: Now
) -> HandoverRead:
    return HandoverRead.model_validate(await service.hand_back(session, request.app, caller, handover_id, data, now))
