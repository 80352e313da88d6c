from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kit.clock import Now, local_day
from kit.db import Session
from kit.ml.serving import Serving
from kit.web import redirect, render, submitted
from meetings.meeting.api import Reader, Writer
from meetings.meeting.seat import Seat, find_seat
from meetings.minutes.lead import Leads
from meetings.minutes.queries import find_minutes
from meetings.proposal import queries, service
from meetings.proposal.api import ModelsInUse
from meetings.proposal.missed import missed
from meetings.proposal.proposing import Proposal
from meetings.proposal.schemas import ProposalTaken, values_of

router = APIRouter(prefix="/meetings/meetings", tags=["proposal-page"], include_in_schema=False)
AT = "/{meeting_id:uuid}/proposals"
SHOW = "proposal/show.html"


@router.get(AT)
async def show(
    request: Request,
    meeting_id: UUID,
    serving: ModelsInUse,
    session: Session,
    caller: Reader,
    now: Now,
    mark: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """`mark`: place of the missed sentence that is about to be marked."""
    seat = await find_seat(session, caller, meeting_id)
    return render(request, SHOW, **await _shown(session, serving, seat, now), marked=mark)


@router.get(f"{AT}/panel")
async def show_panel(
    request: Request, meeting_id: UUID, serving: ModelsInUse, session: Session, caller: Reader, now: Now
) -> Response:
    """Beside the notes."""
    seat = await find_seat(session, caller, meeting_id)
    left, _ = await _proposed(session, serving, seat, now)
    facts: dict[str, Any] = {"meeting": seat.meeting, "ready": _is_ready(serving), "proposals": left}
    return render(request, "proposal/panel.html", block="panel", **facts)


@router.post(AT)
async def take(
    request: Request,
    meeting_id: UUID,
    serving: ModelsInUse,
    session: Session,
    caller: Writer,
    leads: Leads,
    now: Now,
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, ProposalTaken)
    by = caller.subject

    async def act(data: ProposalTaken) -> bool:
        await service.take(session, serving, seat, leads, data, now, by=by)
        return True

    if await form.attempt(session, act):
        refused = form.data is not None and form.data.right == "other"
        return redirect(request, _home(meeting_id), "proposal.refused" if refused else "proposal.taken")
    facts = await _shown(session, serving, seat, now)
    return render(request, SHOW, status=form.status, marked=0, **{**facts, "form_data": form})


def _home(meeting_id: UUID) -> str:
    return f"/meetings/meetings/{meeting_id}/proposals"


def _is_ready(serving: Serving) -> bool:
    return serving.active(queries.MODEL) is not None


async def _proposed(
    session: AsyncSession, serving: Serving, seat: Seat, now: datetime
) -> tuple[list[tuple[Proposal, dict[str, Any]]], list[Proposal]]:
    """Those that wait for somebody's word, each with what a form sends of it; and all of them."""
    seat.must_conduct()
    found = await service.proposals(session, serving, seat, now) if _is_ready(serving) else []
    left = await service.waiting(session, seat, found)
    return [(one, values_of(one.features)) for one in left], found


async def _shown(session: AsyncSession, serving: Serving, seat: Seat, now: datetime) -> dict[str, Any]:
    """`choices`: who may be charged, people first. `closed`: the minutes take no more."""
    left, found = await _proposed(session, serving, seat, now)
    minutes = await find_minutes(session, seat)
    known = await queries.known_to(session, seat.meeting.id, local_day(seat.meeting.starts_at))
    editable = minutes is not None and minutes.state == "draft"
    others = await missed(session, seat, found) if editable else []
    return {
        "meeting": seat.meeting,
        "editable": editable,
        "closed": minutes is not None and not editable,
        "ready": _is_ready(serving),
        "proposals": left,
        "done": len(found) - len(left),
        "missed": [(one, values_of(one.features)) for one in others],
        "choices": [(one.charge, one.name) for one in known if one.charge],
        "form_data": None,
    }
