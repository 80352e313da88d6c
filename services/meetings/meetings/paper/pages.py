"""Papers on the meeting's page and beside the meeting; also for guests, whose cookie is good below /meetings/<id>."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.clock import ZONE, Now
from kit.db import Session
from kit.files import Store
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator
from kit.web.given import given
from kit.web.upload import is_raw
from meetings.meeting.api import Reader, Writer
from meetings.meeting.seat import find_seat
from meetings.paper import copy, opening, queries, service
from meetings.paper.api import Placed, Uploads
from meetings.paper.door import Visitor
from meetings.paper.rights import reader_of
from meetings.paper.schemas import NoteWrite, OpeningFilter, PaperMove, PaperRead, PaperUpdate
from meetings.paper.tables import AUDIENCES, OPENS, Paper
from meetings.paper.telling import Tell
from meetings.participant.queries import list_participants

router = APIRouter(prefix="/meetings/{meeting_id:uuid}/papers", tags=["paper-page"], include_in_schema=False)
COLUMNS = ("reader", "kind", "number", "opened_at")
KINDS = ("read", "saved")
MOST_ROWS = 100_000
Opened = Annotated[OpeningFilter, Query()]


def home(meeting_id: UUID) -> str:
    return f"/meetings/{meeting_id}/papers"


@router.get("/panel")
async def show_panel(request: Request, meeting_id: UUID, session: Session, asked: Visitor) -> Response:
    """What the meeting's page and the room show: the papers one may read now."""
    seat = (await asked.reader(session, meeting_id)).seat
    papers = await queries.list_papers(session, seat, asked.now)
    facts: dict[str, Any] = {"meeting": seat.meeting, "seat": seat, "papers": papers, "base": home(meeting_id)}
    return render(request, "paper/panel.html", **facts)


@router.get("")
async def show_list(
    request: Request, meeting_id: UUID, session: Session, placed: Placed, caller: Writer, now: Now
) -> Response:
    """For who prepares: to add, to put in order, to say who may read what."""
    seat = await find_seat(session, caller, meeting_id)
    seat.must_prepare()
    papers = await queries.list_papers(session, seat, now)
    facts: dict[str, Any] = {"meeting": seat.meeting, "papers": papers, "base": home(meeting_id)}
    return render(request, "paper/list.html", placed=placed, audiences=AUDIENCES[:3], **facts)


@router.post("")
async def add(
    request: Request,
    meeting_id: UUID,
    uploads: Uploads,
    placed: Placed,
    session: Session,
    files: Store,
    caller: Writer,
    now: Now,
    room: Tell,
) -> Response:
    reader = reader_of(await find_seat(session, caller, meeting_id), caller)
    added = await service.add(session, files, reader, uploads, placed, now)
    room.tell(meeting_id)
    return _received(request, added, home(meeting_id), "paper.sent")


@router.get("/{paper_id:uuid}")
async def show(
    request: Request, meeting_id: UUID, paper_id: UUID, files: Store, asked: Visitor, version: int | None = None
) -> Response:
    found = await asked.copy(meeting_id, paper_id, version, "read")
    text = await copy.text_of(files, found)
    async with asked.paper(meeting_id, paper_id) as (session, reader, paper):
        note = await queries.find_note(session, paper.id, reader.key)
        facts: dict[str, Any] = {"paper": paper, "seat": reader.seat, "note": note, "text": text, "version": version}
        return render(
            request, "paper/show.html", copy=found, base=home(meeting_id), guest=asked.caller is None, **facts
        )


@router.get("/{paper_id:uuid}/pages/{page}")
async def show_page(
    meeting_id: UUID, paper_id: UUID, page: int, files: Store, asked: Visitor, version: int | None = None
) -> Response:
    return await copy.page_of(files, await asked.copy(meeting_id, paper_id, version, "read"), page)


@router.get("/{paper_id:uuid}/file")
async def save(
    request: Request, meeting_id: UUID, paper_id: UUID, files: Store, asked: Visitor, version: int | None = None
) -> Response:
    found = await asked.copy(meeting_id, paper_id, version, "saved")
    if found.is_office:
        return await given(request, files, found, "attachment")
    return await copy.saved(files, found)


@router.post("/{paper_id:uuid}/note")
async def write_note(request: Request, meeting_id: UUID, paper_id: UUID, asked: Visitor) -> Response:
    form = await submitted(request, NoteWrite)
    async with asked.paper(meeting_id, paper_id) as (session, reader, paper):
        await form.attempt(session, lambda data: opening.write_note(session, paper, reader, data, asked.now))
        if form.data and not form.status >= 400:
            return redirect(request, f"{home(meeting_id)}/{paper_id}", "paper.noted")
        facts: dict[str, Any] = {"paper": paper, "base": home(meeting_id), "seat": reader.seat}
        return render(request, "paper/note.html", status=form.status, form_data=form, **facts)


@router.get("/{paper_id:uuid}/edit")
async def show_edit(
    request: Request, meeting_id: UUID, paper_id: UUID, session: Session, caller: Writer, now: Now
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    paper = await queries.get_paper(session, seat, paper_id, now)
    seat.must_prepare()
    form = blank(request, PaperRead.model_validate(paper), audience=paper.audience, opens=paper.opens)
    form.values["named"] = [str(one) for one in paper.named]
    form.values["opens_at"] = f"{paper.opens_at.astimezone(ZONE):%Y-%m-%dT%H:%M}" if paper.opens_at else ""
    return await _form(request, session, form, paper, seat.meeting)


@router.post("/{paper_id:uuid}")
async def change(
    request: Request, meeting_id: UUID, paper_id: UUID, session: Session, caller: Writer, now: Now, room: Tell
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, PaperUpdate)
    if await form.attempt(session, lambda data: service.change(session, seat, paper_id, data, now)):
        room.tell(meeting_id)
        return redirect(request, home(meeting_id), "paper.saved")
    return await _form(request, session, form, await queries.get_paper(session, seat, paper_id, now), seat.meeting)


@router.post("/{paper_id:uuid}/move")
async def move(
    request: Request, meeting_id: UUID, paper_id: UUID, session: Session, caller: Writer, now: Now, room: Tell
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, PaperMove)
    if not await form.attempt(session, lambda data: service.move(session, seat, paper_id, data, now)):
        return redirect(request, home(meeting_id), "paper.not_moved", "warning")
    room.tell(meeting_id)
    return redirect(request, home(meeting_id))


@router.post("/{paper_id:uuid}/versions")
async def replace(
    request: Request,
    meeting_id: UUID,
    paper_id: UUID,
    uploads: Uploads,
    session: Session,
    files: Store,
    caller: Writer,
    now: Now,
    room: Tell,
) -> Response:
    reader = reader_of(await find_seat(session, caller, meeting_id), caller)
    replaced = await service.replace(session, files, reader, paper_id, uploads[0], now)
    room.tell(meeting_id)
    return _received(request, [replaced], f"{home(meeting_id)}/{paper_id}/edit", "paper.replaced")


@router.post("/{paper_id:uuid}/removal")
async def remove(
    request: Request, meeting_id: UUID, paper_id: UUID, session: Session, caller: Writer, now: Now, room: Tell
) -> Response:
    await service.remove(session, await find_seat(session, caller, meeting_id), paper_id, now)
    room.tell(meeting_id)
    return redirect(request, home(meeting_id), "paper.removed")


@router.get("/{paper_id:uuid}/openings")
async def show_openings(
    request: Request, meeting_id: UUID, paper_id: UUID, wanted: Opened, session: Session, caller: Reader, now: Now
) -> Response:
    """Who opened it when, for who prepares."""
    seat = await find_seat(session, caller, meeting_id)
    paper = await queries.get_paper(session, seat, paper_id, now)
    seat.must_prepare()
    page = await queries.list_openings(session, paper.id, wanted)
    facts: dict[str, Any] = {
        "paper": paper,
        "meeting": seat.meeting,
        "base": home(meeting_id),
        "kinds": ("read", "saved"),
    }
    return render(request, "paper/openings.html", block="rows", page=page, **facts)


@router.get("/{paper_id:uuid}/openings.csv")
async def export_openings(
    request: Request, meeting_id: UUID, paper_id: UUID, wanted: Opened, session: Session, caller: Reader, now: Now
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    await queries.get_paper(session, seat, paper_id, now)
    seat.must_prepare()
    t = translator(request).t
    found = every(
        request.app.state.database, lambda own, page: queries.list_openings(own, paper_id, page), wanted, most=MOST_ROWS
    )
    rows = ([one.name, t(f"paper.kind_{one.kind}"), one.number, one.opened_at.astimezone(ZONE)] async for one in found)
    return await csv_list("paper-openings.csv", [t(f"paper.{name}") for name in COLUMNS], rows)


def _received(request: Request, papers: list[Paper], back: str, said: str) -> Response:
    """To the upload's script what came, to a plain form the page it belongs to."""
    if is_raw(request):
        return Response(status_code=201)
    return redirect(request, back, said, count=len(papers))


async def _form(request: Request, session: Session, form: Submission[Any], paper: Paper, meeting: Any) -> Response:
    people = [one for one in await list_participants(session, meeting.id) if one.role not in {"chair", "secretary"}]
    facts: dict[str, Any] = {"paper": paper, "meeting": meeting, "base": home(meeting.id), "people": people}
    choices: dict[str, Any] = {"audiences": AUDIENCES, "opens": OPENS}
    return render(request, "paper/form.html", status=form.status, form_data=form, **facts, **choices)
