"""Proposals, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from kit.clock import Now
from kit.db import Session
from kit.ml.serving import Serving
from meetings.meeting.api import Reader, Writer
from meetings.meeting.seat import find_seat
from meetings.minutes.lead import Leads
from meetings.minutes.schemas import ConclusionRead
from meetings.proposal import service
from meetings.proposal.schemas import NotesGiven, ProposalRead, ProposalTaken, SentenceSaid

router = APIRouter(prefix="/meetings/api/v1/meetings/{meeting_id}/proposals", tags=["proposal"])


async def models(request: Request) -> Serving:
    serving: Serving = request.app.state.models
    return serving


ModelsInUse = Annotated[Serving, Depends(models)]


@router.post("")
async def propose(
    meeting_id: UUID, data: NotesGiven, serving: ModelsInUse, session: Session, caller: Reader, now: Now
) -> list[ProposalRead]:
    seat = await find_seat(session, caller, meeting_id)
    found = await service.proposals(session, serving, seat, now, data.text)
    return [ProposalRead.model_validate(one) for one in found]


@router.post("/decisions", status_code=204)
async def say(
    meeting_id: UUID, data: SentenceSaid, serving: ModelsInUse, session: Session, caller: Writer, now: Now
) -> None:
    seat = await find_seat(session, caller, meeting_id)
    await service.said(session, serving, seat, data, now, by=caller.subject)


@router.post("/taken", status_code=201)
async def take(
    meeting_id: UUID,
    data: ProposalTaken,
    serving: ModelsInUse,
    session: Session,
    caller: Writer,
    leads: Leads,
    now: Now,
) -> ConclusionRead | None:
    seat = await find_seat(session, caller, meeting_id)
    taken = await service.take(session, serving, seat, leads, data, now, by=caller.subject)
    return ConclusionRead.model_validate(taken) if taken else None
