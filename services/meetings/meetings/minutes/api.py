"""Notes and minutes, for programs."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from kit.clock import Now
from kit.db import Session
from kit.files import Store
from meetings.meeting.api import Reader, Writer
from meetings.meeting.seat import Seat, find_seat
from meetings.minutes import note, queries, service
from meetings.minutes.lead import Leads
from meetings.minutes.publishing import pdf_of, pdf_of_edition, publish, withdraw
from meetings.minutes.refreshing import refresh
from meetings.minutes.schemas import (
    ActGiven,
    CommentRead,
    CommentWrite,
    ConclusionRead,
    ConclusionWrite,
    LocationWrite,
    MinutesRead,
    NoteRead,
    NoteWrite,
    SectionRead,
    SectionWrite,
    Withdrawal,
)
from meetings.minutes.tables import Minutes

router = APIRouter(prefix="/meetings/api/v1/meetings/{meeting_id}", tags=["minutes"])


@router.get("/notes")
async def notes(meeting_id: UUID, session: Session, caller: Reader) -> list[NoteRead]:
    found = await note.sheets(session, await find_seat(session, caller, meeting_id))
    return [NoteRead.model_validate(one) for one in found]


@router.put("/notes")
async def write_note(meeting_id: UUID, data: NoteWrite, session: Session, caller: Writer, now: Now) -> NoteRead:
    seat = await find_seat(session, caller, meeting_id)
    return NoteRead.model_validate(await note.write(session, caller, seat, data, now))


@router.post("/minutes", status_code=201)
async def draft(meeting_id: UUID, session: Session, caller: Writer, now: Now) -> MinutesRead:
    seat = await find_seat(session, caller, meeting_id)
    await service.draft(session, seat, now)
    return _told(seat, await queries.get_minutes(session, seat))


@router.get("/minutes")
async def read(meeting_id: UUID, session: Session, caller: Reader) -> MinutesRead:
    seat = await find_seat(session, caller, meeting_id)
    return _told(seat, await queries.get_minutes(session, seat))


@router.put("/minutes/location")
async def change_location(
    meeting_id: UUID, data: LocationWrite, session: Session, caller: Writer, now: Now
) -> MinutesRead:
    seat = await find_seat(session, caller, meeting_id)
    return _told(seat, await service.change_location(session, seat, data, now))


@router.put("/minutes/sections/{section_id}")
async def change_section(
    meeting_id: UUID, section_id: UUID, data: SectionWrite, session: Session, caller: Writer, now: Now
) -> SectionRead:
    seat = await find_seat(session, caller, meeting_id)
    return SectionRead.model_validate(await service.change_section(session, seat, section_id, data, now))


@router.post("/minutes/conclusions", status_code=201)
async def conclude(
    meeting_id: UUID, data: ConclusionWrite, session: Session, caller: Writer, leads: Leads, now: Now
) -> ConclusionRead:
    seat = await find_seat(session, caller, meeting_id)
    return ConclusionRead.model_validate(await service.conclude(session, seat, leads, data, now))


@router.put("/minutes/conclusions/{conclusion_id}")
async def change_conclusion(
    meeting_id: UUID,
    conclusion_id: UUID,
    data: ConclusionWrite,
    session: Session,
    caller: Writer,
    leads: Leads,
    now: Now,
) -> ConclusionRead:
    seat = await find_seat(session, caller, meeting_id)
    row = await service.change_conclusion(session, seat, leads, conclusion_id, data, now)
    return ConclusionRead.model_validate(row)


@router.delete("/minutes/conclusions/{conclusion_id}", status_code=204)
async def drop_conclusion(
    meeting_id: UUID, conclusion_id: UUID, version: int, session: Session, caller: Writer, now: Now
) -> None:
    seat = await find_seat(session, caller, meeting_id)
    await service.drop_conclusion(session, seat, conclusion_id, ActGiven(version=version), now)


@router.post("/minutes/comments", status_code=201)
async def comment(meeting_id: UUID, data: CommentWrite, session: Session, caller: Writer, now: Now) -> CommentRead:
    seat = await find_seat(session, caller, meeting_id)
    return CommentRead.model_validate(await service.comment(session, seat, data, now))


@router.post("/minutes/actions/publish")
async def publish_minutes(
    meeting_id: UUID, data: ActGiven, session: Session, caller: Writer, files: Store, now: Now
) -> MinutesRead:
    seat = await find_seat(session, caller, meeting_id)
    return _told(seat, await publish(session, files, caller, seat, data, now))


@router.post("/minutes/actions/withdraw")
async def withdraw_minutes(
    meeting_id: UUID, data: Withdrawal, session: Session, caller: Writer, now: Now
) -> MinutesRead:
    seat = await find_seat(session, caller, meeting_id)
    return _told(seat, await withdraw(session, caller, seat, data, now))


@router.post("/minutes/actions/{action}")
async def act(
    meeting_id: UUID,
    action: Literal["submit", "return", "approve", "reopen"],
    data: ActGiven,
    session: Session,
    caller: Writer,
    now: Now,
) -> MinutesRead:
    seat = await find_seat(session, caller, meeting_id)
    return _told(seat, await service.act(session, caller, seat, action, data, now))


@router.post("/minutes/refresh")
async def refresh_draft(meeting_id: UUID, data: ActGiven, session: Session, caller: Writer, now: Now) -> MinutesRead:
    """With what was noted, voted and counted since; what was written into it stays."""
    seat = await find_seat(session, caller, meeting_id)
    return _told(seat, await refresh(session, seat, data, now))


@router.get("/minutes/record.pdf")
async def record(meeting_id: UUID, session: Session, caller: Reader, files: Store, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    return await pdf_of(session, files, seat, now)


@router.get("/minutes/editions/{edition}/record.pdf")
async def record_of_edition(meeting_id: UUID, edition: int, session: Session, caller: Reader, files: Store) -> Response:
    return await pdf_of_edition(session, files, await find_seat(session, caller, meeting_id), edition)


def _told(seat: Seat, minutes: Minutes) -> MinutesRead:
    return MinutesRead.model_validate(minutes).model_copy(update={"correlation_id": seat.meeting.correlation_id})
