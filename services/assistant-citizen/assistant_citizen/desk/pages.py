"""The desk: who waits, who is being answered, what is over; and one conversation."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from assistant_citizen.conversation.hours import is_staffed
from assistant_citizen.conversation.queries import messages_after, present_operators
from assistant_citizen.conversation.schemas import After, MessageRead
from assistant_citizen.desk import queries, service
from assistant_citizen.desk.api import Operator, Wanted
from assistant_citizen.desk.schemas import AnswerWrite, Step
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted

router = APIRouter(prefix="/assistant-citizen/desk", tags=["desk-page"], include_in_schema=False)
HOME = "/assistant-citizen/desk"
Version = Annotated[int, Form()]


@router.get("")
async def show_list(request: Request, wanted: Wanted, session: Session, caller: Operator, now: Now) -> Response:
    await service.be_present(session, caller, now)
    facts = {
        "page": await queries.list_handovers(session, caller, wanted),
        "counts": await queries.counts(session),
        "present": await present_operators(session, now),
        "staffed": is_staffed(request.app.state.settings.desk_hours, now),
        "hours": request.app.state.settings.desk_hours,
        "wanted": wanted,
    }
    return render(request, "desk/list.html", block="rows", **facts)


@router.get("/{handover_id:uuid}")
async def show(
    request: Request, handover_id: UUID, session: Session, caller: Operator, now: Now, after: After = 0
) -> Response:
    await service.be_present(session, caller, now)
    return await _show(request, session, handover_id, blank(request), after)


@router.post("/{handover_id:uuid}/take")
async def take(
    request: Request, handover_id: UUID, session: Session, caller: Operator, now: Now, version: Version
) -> Response:
    await service.take(session, request.app, caller, handover_id, Step(version=version), now)
    return redirect(request, f"{HOME}/{handover_id}", "desk.taken")


@router.post("/{handover_id:uuid}/messages")
async def answer(request: Request, handover_id: UUID, session: Session, caller: Operator, now: Now) -> Response:
    form = await submitted(request, AnswerWrite)
    said = await form.attempt(
        session, lambda data: service.answer(session, request.app, caller, handover_id, data, now)
    )
    if said:
        return redirect(request, f"{HOME}/{handover_id}#answer")
    return await _show(request, session, handover_id, form)


@router.post("/{handover_id:uuid}/put-back")
async def put_back(
    request: Request, handover_id: UUID, session: Session, caller: Operator, now: Now, version: Version
) -> Response:
    await service.put_back(session, request.app, caller, handover_id, Step(version=version), now)
    return redirect(request, HOME, "desk.was_put_back")


@router.post("/{handover_id:uuid}/hand-back")
async def hand_back(
    request: Request, handover_id: UUID, session: Session, caller: Operator, now: Now, version: Version
) -> Response:
    await service.hand_back(session, request.app, caller, handover_id, Step(version=version), now)
    return redirect(request, HOME, "desk.was_handed_back")


async def _show(
    request: Request, session: AsyncSession, handover_id: UUID, form: Submission[Any], after: int = 0
) -> Response:
    handover = await queries.get_handover(session, handover_id)
    found = await messages_after(session, handover.conversation_id, after)
    turns = [MessageRead.model_validate(one) for one in found]
    return render(
        request, "desk/show.html", block="thread", status=form.status, handover=handover, turns=turns, form_data=form
    )
