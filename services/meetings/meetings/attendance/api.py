"""Attendance, for who conducts a meeting or called it."""

from uuid import UUID

from fastapi import APIRouter

from kit.clock import Now
from kit.db import Session
from meetings.attendance import queries
from meetings.attendance.schemas import AttendanceRead, Quorum, QuorumRead
from meetings.meeting.api import Reader
from meetings.meeting.seat import find_seat

router = APIRouter(prefix="/meetings/api/v1/meetings/{meeting_id}", tags=["attendance"])


@router.get("/attendance")
async def read(meeting_id: UUID, session: Session, caller: Reader, now: Now) -> AttendanceRead:
    seat = await find_seat(session, caller, meeting_id)
    seat.must_prepare()
    people = await queries.list_attendance(session, seat.meeting, now)
    return AttendanceRead(quorum=told(await queries.get_quorum(session, seat.meeting)), people=people)


@router.get("/quorum")
async def quorum(meeting_id: UUID, session: Session, caller: Reader) -> QuorumRead:
    seat = await find_seat(session, caller, meeting_id)
    seat.must_prepare()
    return told(await queries.get_quorum(session, seat.meeting))


def told(quorum: Quorum) -> QuorumRead:
    return QuorumRead(**quorum.model_dump(), enough=quorum.reached)
