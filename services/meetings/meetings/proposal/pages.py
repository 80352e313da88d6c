from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
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
from meetings.proposal.schemas import ProposalTaken, values_of

router = APIRouter(prefix="/meetings/meetings", tags=["proposal-page"], include_in_schema=False)
AT = "/{meeting_id:uuid}/proposals"


@router.get(AT)
async def show(
    request: Request, meeting_id: UUID, serving: ModelsInUse, session: Session, caller: Reader, now: Now
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    seat.must_conduct()
    return render(request, "proposal/show.html", **await _shown(session, serving, seat, now))


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
    return render(request, "proposal/show.html", status=form.status, **{**facts, "form_data": form})


def _home(meeting_id: UUID) -> str:
    return f"/meetings/meetings/{meeting_id}/proposals"


async def _shown(session: AsyncSession, serving: Serving, seat: Seat, now: Any) -> dict[str, Any]:
    """`choices`: who may be charged, people first."""
    ready = serving.active(queries.MODEL) is not None
    found = await service.proposals(session, serving, seat, now) if ready else []
    left = await service.waiting(session, seat, found)
    known = await queries.known_to(session, seat.meeting.id, local_day(seat.meeting.starts_at))
    choices = [(one.charge, one.name) for one in known if one.charge]
    return {
        "meeting": seat.meeting,
        "minutes": await find_minutes(session, seat),
        "ready": ready,
        "proposals": [(one, values_of(one.features)) for one in left],
        "done": len(found) - len(left),
        "choices": choices,
        "form_data": None,
    }
