from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.clock import ZONE, Now
from kit.db import Session
from kit.web import csv_file, render, translator
from meetings.attendance import queries
from meetings.attendance.schemas import AttendanceLine
from meetings.meeting.api import Reader
from meetings.meeting.seat import find_seat

router = APIRouter(prefix="/meetings/meetings/{meeting_id:uuid}", tags=["attendance-page"], include_in_schema=False)
COLUMNS = ("name", "position", "role", "substitute", "joined", "left", "present")


@router.get("/attendance")
async def show(request: Request, meeting_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    seat.must_prepare()
    quorum = await queries.get_quorum(session, seat.meeting)
    people = await queries.list_attendance(session, seat.meeting, now)
    return render(request, "attendance/show.html", meeting=seat.meeting, people=people, quorum=quorum)


@router.get("/attendance.csv")
async def export(request: Request, meeting_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    seat.must_prepare()
    reader = translator(request)
    people = await queries.list_attendance(session, seat.meeting, now)
    rows = [_cells(one, reader.t(f"meeting.role_{one.role}")) for one in people]
    return csv_file("diem-danh.csv", [reader.t(f"attendance.{name}") for name in COLUMNS], rows)


def _cells(one: AttendanceLine, role: str) -> tuple[str, ...]:
    """Present as hours:minutes:seconds, as spreadsheets add them up."""
    minutes, seconds = divmod(one.seconds, 60)
    times = [f"{at.astimezone(ZONE):%d/%m/%Y %H:%M:%S}" if at else "" for at in (one.joined_at, one.left_at)]
    lasted = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return (one.name, one.title, role, one.substitute, *times, lasted)
