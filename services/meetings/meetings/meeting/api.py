"""Meetings, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from meetings.hub.ushers import Tell
from meetings.meeting import queries, service
from meetings.meeting.overlap import overlaps, planned
from meetings.meeting.schemas import (
    MeetingCreate,
    MeetingFilter,
    MeetingRead,
    MeetingUpdate,
    MeetingWhole,
    OverlapRead,
    PlanAsked,
)
from meetings.meeting.seat import find_seat
from meetings.origin.client import Origins
from meetings.origin.schemas import About
from meetings.participant.client import People
from meetings.participant.schemas import AnswerGiven, ParticipantRead
from meetings.participant.service import give_answer, roles_of

router = APIRouter(prefix="/meetings/api/v1/meetings", tags=["meeting"])
Reader = Annotated[Caller, requires("meetings:read")]
Writer = Annotated[Caller, requires("meetings:write")]


class Reason(BaseModel):
    reason: Annotated[str, Field(max_length=500)] = ""


@router.get("")
async def list_meetings(
    wanted: Annotated[MeetingFilter, Query()], session: Session, caller: Reader
) -> Page[MeetingRead]:
    return Page[MeetingRead].model_validate(await queries.list_meetings(session, caller, wanted))


@router.post("", status_code=201)
async def call(
    data: MeetingCreate, session: Session, caller: Writer, people: People, origins: Origins, now: Now
) -> MeetingWhole:
    contacts, about = await people.contacts(roles_of(data)), await origins.find(data)
    return MeetingWhole.model_validate(await service.call(session, caller, data, contacts, now, about))


@router.post("/conflicts")
async def conflicts(data: PlanAsked, session: Session, caller: Writer) -> list[OverlapRead]:
    """Of the room and the people, with other meetings at that time; nothing is kept."""
    found = await overlaps(session, caller, await planned(session, caller, data))
    return [OverlapRead.model_validate(one) for one in found]


@router.get("/{meeting_id}")
async def read(meeting_id: UUID, session: Session, caller: Reader) -> MeetingWhole:
    return MeetingWhole.model_validate((await find_seat(session, caller, meeting_id)).meeting)


@router.get("/{meeting_id}/origin")
async def read_origin(meeting_id: UUID, session: Session, caller: Reader, origins: Origins) -> About:
    """The task or alert it was called about, as it is now and as far as the caller may see it."""
    meeting = (await find_seat(session, caller, meeting_id)).meeting
    return await origins.current(meeting.origin_service, meeting.origin_kind, meeting.origin_id)


@router.put("/{meeting_id}")
async def change(meeting_id: UUID, data: MeetingUpdate, session: Session, caller: Writer, tell: Tell) -> MeetingWhole:
    seat = await find_seat(session, caller, meeting_id)
    changed = await service.change(session, seat, data)
    tell.tell_state(changed.id, changed.state, changed.opened_at)
    return MeetingWhole.model_validate(changed)


@router.post("/{meeting_id}/cancel")
async def cancel(meeting_id: UUID, data: Reason, session: Session, caller: Writer, tell: Tell) -> MeetingRead:
    seat = await find_seat(session, caller, meeting_id)
    cancelled = await service.cancel(session, seat, data.reason)
    tell.tell_state(cancelled.id, cancelled.state, cancelled.opened_at)
    return MeetingRead.model_validate(cancelled)


@router.post("/{meeting_id}/answer")
async def answer(meeting_id: UUID, data: AnswerGiven, session: Session, caller: Reader, now: Now) -> ParticipantRead:
    seat = await find_seat(session, caller, meeting_id)
    return ParticipantRead.model_validate(await give_answer(session, seat.present, data, now))
