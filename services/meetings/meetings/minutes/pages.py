"""The pages of notes and minutes."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.web import Submission, blank, is_partial, redirect, render, submitted
from meetings.meeting.api import Reader, Writer
from meetings.meeting.seat import Seat, find_seat
from meetings.minutes import note, queries, service
from meetings.minutes.lead import Leads
from meetings.minutes.publishing import pdf_of, pdf_of_edition, publish, withdraw
from meetings.minutes.refreshing import refresh
from meetings.minutes.schemas import (
    ActGiven,
    CommentWrite,
    ConclusionWrite,
    LocationWrite,
    NoteWrite,
    SectionWrite,
    Withdrawal,
)
from meetings.minutes.showing import choices, lead_value, shown
from meetings.minutes.tables import Conclusion

router = APIRouter(prefix="/meetings", tags=["minutes-page"], include_in_schema=False)
AT = "/meetings/{meeting_id:uuid}"
SHOW = "minutes/show.html"


def _home(meeting_id: UUID) -> str:
    return f"/meetings/meetings/{meeting_id}/minutes"


@router.get(f"{AT}/notes")
async def show_notes(request: Request, meeting_id: UUID, session: Session, caller: Reader) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    sheets = await note.sheets(session, seat)
    return render(request, "minutes/notes.html", block="notes", meeting=seat.meeting, sheets=sheets)


@router.post(f"{AT}/notes")
async def write_note(request: Request, meeting_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, NoteWrite)
    written = await form.attempt(session, lambda data: note.write(session, caller, seat, data, now))
    if written and not is_partial(request):
        return redirect(request, f"/meetings/meetings/{meeting_id}/notes", "minutes.notes_saved")
    told: dict[str, Any] = {"meeting": seat.meeting, "form_data": form, "note": written, "at": now}
    return render(request, "minutes/note.html", block="told", status=form.status, **told)


@router.get(f"{AT}/minutes/card")
async def show_card(request: Request, meeting_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    return await _show(request, session, seat, now, "minutes/card.html", block="card")


@router.get(f"{AT}/minutes")
async def show(request: Request, meeting_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    return await _show(request, session, seat, now, SHOW)


@router.post(f"{AT}/minutes")
async def draft(request: Request, meeting_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    await service.draft(session, await find_seat(session, caller, meeting_id), now)
    return redirect(request, _home(meeting_id), "minutes.drafted")


@router.get(f"{AT}/minutes/record.pdf")
async def record(meeting_id: UUID, session: Session, caller: Reader, files: Store, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    return await pdf_of(session, files, seat, now)


@router.get(f"{AT}/minutes/editions/{{edition:int}}/record.pdf")
async def record_of_edition(meeting_id: UUID, edition: int, session: Session, caller: Reader, files: Store) -> Response:
    return await pdf_of_edition(session, files, await find_seat(session, caller, meeting_id), edition)


@router.post(f"{AT}/minutes/location")
async def change_location(request: Request, meeting_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, LocationWrite)
    if await form.attempt(session, lambda data: service.change_location(session, seat, data, now)):
        return redirect(request, _home(meeting_id), "minutes.saved")
    return await _show(request, session, seat, now, SHOW, location_form=form, status=form.status)


@router.get(f"{AT}/minutes/sections/{{section_id:uuid}}")
async def show_section(
    request: Request, meeting_id: UUID, section_id: UUID, session: Session, caller: Writer
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    section = queries.section_of(await queries.get_minutes(session, seat), section_id)
    facts: dict[str, Any] = {"heading": section.heading, "body": section.body, "version": section.version}
    return render(
        request, "minutes/section.html", meeting=seat.meeting, part=section, form_data=blank(request, **facts)
    )


@router.post(f"{AT}/minutes/sections/{{section_id:uuid}}")
async def change_section(
    request: Request, meeting_id: UUID, section_id: UUID, session: Session, caller: Writer, now: Now
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, SectionWrite)
    if await form.attempt(session, lambda data: service.change_section(session, seat, section_id, data, now)):
        return redirect(request, _home(meeting_id), "minutes.saved")
    section = queries.section_of(await queries.get_minutes(session, seat), section_id)
    facts: dict[str, Any] = {"meeting": seat.meeting, "part": section, "form_data": form}
    return render(request, "minutes/section.html", status=form.status, **facts)


@router.get(f"{AT}/minutes/conclusions/new")
async def show_new_conclusion(
    request: Request, meeting_id: UUID, session: Session, caller: Writer, kind: Literal["decision", "action"] = "action"
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    await queries.get_minutes(session, seat)
    return await _conclusion(request, session, seat, blank(request, kind=kind))


@router.post(f"{AT}/minutes/conclusions")
async def conclude(
    request: Request, meeting_id: UUID, session: Session, caller: Writer, leads: Leads, now: Now
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, ConclusionWrite)
    if await form.attempt(session, lambda data: service.conclude(session, seat, leads, data, now)):
        return redirect(request, _home(meeting_id), "minutes.saved")
    return await _conclusion(request, session, seat, form)


@router.get(f"{AT}/minutes/conclusions/{{conclusion_id:uuid}}")
async def show_conclusion(
    request: Request, meeting_id: UUID, conclusion_id: UUID, session: Session, caller: Writer
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    row = queries.conclusion_of(await queries.get_minutes(session, seat), conclusion_id)
    facts: dict[str, Any] = {"kind": row.kind, "text": row.text, "version": row.version, "due_on": row.due_on or ""}
    return await _conclusion(request, session, seat, blank(request, **facts, lead=lead_value(row)), row)


@router.post(f"{AT}/minutes/conclusions/{{conclusion_id:uuid}}")
async def change_conclusion(
    request: Request, meeting_id: UUID, conclusion_id: UUID, session: Session, caller: Writer, leads: Leads, now: Now
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, ConclusionWrite)
    acted = service.change_conclusion
    if await form.attempt(session, lambda data: acted(session, seat, leads, conclusion_id, data, now)):
        return redirect(request, _home(meeting_id), "minutes.saved")
    row = queries.conclusion_of(await queries.get_minutes(session, seat), conclusion_id)
    return await _conclusion(request, session, seat, form, row)


@router.post(f"{AT}/minutes/conclusions/{{conclusion_id:uuid}}/drop")
async def drop_conclusion(
    request: Request,
    meeting_id: UUID,
    conclusion_id: UUID,
    data: Annotated[ActGiven, Form()],
    session: Session,
    caller: Writer,
    now: Now,
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    await service.drop_conclusion(session, seat, conclusion_id, data, now)
    return redirect(request, _home(meeting_id), "minutes.saved")


@router.post(f"{AT}/minutes/comments")
async def comment(request: Request, meeting_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, CommentWrite)
    if await form.attempt(session, lambda data: service.comment(session, seat, data, now)):
        return redirect(request, _home(meeting_id), "minutes.commented")
    return await _show(request, session, seat, now, SHOW, form_data=form, status=form.status)


@router.post(f"{AT}/minutes/actions/publish")
async def publish_minutes(
    request: Request, meeting_id: UUID, session: Session, caller: Writer, files: Store, now: Now
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, ActGiven)
    if await form.attempt(session, lambda data: publish(session, files, caller, seat, data, now)):
        return redirect(request, _home(meeting_id), "minutes.done_publish")
    return await _show(request, session, seat, now, SHOW, form_data=form, status=form.status)


@router.post(f"{AT}/minutes/actions/withdraw")
async def withdraw_minutes(request: Request, meeting_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, Withdrawal)
    if await form.attempt(session, lambda data: withdraw(session, caller, seat, data, now)):
        return redirect(request, _home(meeting_id), "minutes.done_withdraw")
    return await _show(request, session, seat, now, SHOW, withdraw_form=form, status=form.status)


@router.post(f"{AT}/minutes/refresh")
async def refresh_draft(request: Request, meeting_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, ActGiven)
    if await form.attempt(session, lambda data: refresh(session, seat, data, now)):
        return redirect(request, _home(meeting_id), "minutes.refreshed")
    return await _show(request, session, seat, now, SHOW, form_data=form, status=form.status)


@router.post(f"{AT}/minutes/actions/{{action}}")
async def act(
    request: Request,
    meeting_id: UUID,
    action: Literal["submit", "return", "approve", "reopen"],
    session: Session,
    caller: Writer,
    now: Now,
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, ActGiven)
    if await form.attempt(session, lambda data: service.act(session, caller, seat, action, data, now)):
        return redirect(request, _home(meeting_id), f"minutes.done_{action}")
    return await _show(request, session, seat, now, SHOW, form_data=form, status=form.status)


async def _show(
    request: Request, session: Session, seat: Seat, now: Now, template: str, *, block: str = "content", **more: Any
) -> Response:
    form, status = more.pop("form_data", None) or blank(request), more.pop("status", 200)
    facts: dict[str, Any] = {
        **await shown(session, seat, now),
        "location_form": blank(request),
        "withdraw_form": blank(request),
        **more,
    }
    return render(request, template, block=block, status=status, form_data=form, **facts)


async def _conclusion(
    request: Request, session: Session, seat: Seat, form: Submission[Any], row: Conclusion | None = None
) -> Response:
    facts: dict[str, Any] = {"meeting": seat.meeting, "row": row, **await choices(session, seat, row)}
    return render(request, "minutes/conclusion.html", status=form.status, form_data=form, **facts)
