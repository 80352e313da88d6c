"""Papers of a meeting, for programs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.page import Page
from kit.web.given import given
from kit.web.upload import Upload, uploaded
from meetings.meeting.api import Reader, Writer
from meetings.meeting.seat import Seat, find_seat
from meetings.paper import copy, opening, queries, service
from meetings.paper.door import Visitor
from meetings.paper.rights import reader_of
from meetings.paper.schemas import (
    NoteRead,
    NoteWrite,
    OpeningFilter,
    OpeningRead,
    PaperMove,
    PaperPlaced,
    PaperRead,
    PaperTerms,
    PaperUpdate,
)
from meetings.paper.tables import Paper
from meetings.paper.telling import Tell

router = APIRouter(prefix="/meetings/api/v1/meetings/{meeting_id}/papers", tags=["paper"])
Uploads = Annotated[list[Upload], uploaded("meetings:write", most=service.MOST)]
Placed = Annotated[PaperPlaced, Query()]
Told = PaperTerms | PaperRead


def told(paper: Paper, seat: Seat) -> Told:
    return (PaperTerms if seat.prepares else PaperRead).model_validate(paper)


@router.get("")
async def list_papers(meeting_id: UUID, session: Session, caller: Reader, now: Now) -> list[Told]:
    seat = await find_seat(session, caller, meeting_id)
    return [told(one, seat) for one in await queries.list_papers(session, seat, now)]


@router.post("", status_code=201)
async def add(
    meeting_id: UUID,
    uploads: Uploads,
    placed: Placed,
    session: Session,
    files: Store,
    caller: Writer,
    now: Now,
    room: Tell,
) -> list[PaperTerms]:
    """One file as the body, its name as `?name=`; or several as a form's `file`."""
    seat = await find_seat(session, caller, meeting_id)
    added = await service.add(session, files, reader_of(seat, caller), uploads, placed, now)
    room.tell(meeting_id)
    return [PaperTerms.model_validate(one) for one in added]


@router.get("/{paper_id}")
async def get_paper(meeting_id: UUID, paper_id: UUID, session: Session, caller: Reader, now: Now) -> Told:
    seat = await find_seat(session, caller, meeting_id)
    return told(await queries.get_paper(session, seat, paper_id, now), seat)


@router.put("/{paper_id}")
async def change(
    meeting_id: UUID, paper_id: UUID, data: PaperUpdate, session: Session, caller: Writer, now: Now, room: Tell
) -> PaperTerms:
    seat = await find_seat(session, caller, meeting_id)
    changed = await service.change(session, seat, paper_id, data, now)
    room.tell(meeting_id)
    return PaperTerms.model_validate(changed)


@router.post("/{paper_id}/move")
async def move(
    meeting_id: UUID, paper_id: UUID, data: PaperMove, session: Session, caller: Writer, now: Now, room: Tell
) -> PaperTerms:
    seat = await find_seat(session, caller, meeting_id)
    moved = await service.move(session, seat, paper_id, data, now)
    room.tell(meeting_id)
    return PaperTerms.model_validate(moved)


@router.post("/{paper_id}/versions", status_code=201)
async def replace(
    meeting_id: UUID,
    paper_id: UUID,
    uploads: Uploads,
    session: Session,
    files: Store,
    caller: Writer,
    now: Now,
    room: Tell,
) -> PaperTerms:
    reader = reader_of(await find_seat(session, caller, meeting_id), caller)
    replaced = await service.replace(session, files, reader, paper_id, uploads[0], now)
    room.tell(meeting_id)
    return PaperTerms.model_validate(replaced)


@router.delete("/{paper_id}", status_code=204)
async def remove(meeting_id: UUID, paper_id: UUID, session: Session, caller: Writer, now: Now, room: Tell) -> None:
    await service.remove(session, await find_seat(session, caller, meeting_id), paper_id, now)
    room.tell(meeting_id)


@router.get("/{paper_id}/pages/{page}")
async def show_page(
    meeting_id: UUID, paper_id: UUID, page: int, files: Store, asked: Visitor, version: int | None = None
) -> Response:
    return await copy.page_of(files, await asked.copy(meeting_id, paper_id, version, "read"), page)


@router.get("/{paper_id}/text")
async def read_text(
    meeting_id: UUID, paper_id: UUID, files: Store, asked: Visitor, version: int | None = None
) -> dict[str, Any]:
    return {"text": await copy.text_of(files, await asked.copy(meeting_id, paper_id, version, "read"))}


@router.get("/{paper_id}/file")
async def save(
    request: Request, meeting_id: UUID, paper_id: UUID, files: Store, asked: Visitor, version: int | None = None
) -> Response:
    """With the reader's name on every page; an Office file as it came, for who prepares the meeting."""
    asked_for = await asked.copy(meeting_id, paper_id, version, "saved")
    if asked_for.is_office:
        return await given(request, files, asked_for, "attachment")
    return await copy.saved(files, asked_for)


@router.get("/{paper_id}/openings")
async def list_openings(
    meeting_id: UUID,
    paper_id: UUID,
    wanted: Annotated[OpeningFilter, Query()],
    session: Session,
    caller: Reader,
    now: Now,
) -> Page[OpeningRead]:
    seat = await find_seat(session, caller, meeting_id)
    paper = await queries.get_paper(session, seat, paper_id, now)
    seat.must_prepare()
    return Page[OpeningRead].model_validate(await queries.list_openings(session, paper.id, wanted))


@router.get("/{paper_id}/note")
async def get_note(meeting_id: UUID, paper_id: UUID, asked: Visitor) -> NoteRead:
    """One's own."""
    async with asked.paper(meeting_id, paper_id) as (session, reader, paper):
        note = await queries.find_note(session, paper.id, reader.key)
        return NoteRead.model_validate(note) if note else NoteRead(text="", version=0)


@router.put("/{paper_id}/note")
async def write_note(meeting_id: UUID, paper_id: UUID, data: NoteWrite, asked: Visitor) -> NoteRead:
    async with asked.paper(meeting_id, paper_id) as (session, reader, paper):
        return NoteRead.model_validate(await opening.write_note(session, paper, reader, data, asked.now))
