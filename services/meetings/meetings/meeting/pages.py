from contextlib import suppress
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from kit.auth import public
from kit.clock import ZONE, Now, local_day
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted, translator
from kit.web.problem import sentence
from meetings.hub.ushers import Tell
from meetings.meeting import queries, service
from meetings.meeting.api import Reader, Writer
from meetings.meeting.entry import entry_of
from meetings.meeting.overlap import overlaps, planned, planned_of
from meetings.meeting.schemas import MeetingCreate, MeetingFilter, MeetingRead, MeetingUpdate, PlanAsked
from meetings.meeting.seat import Seat, find_seat
from meetings.meeting.tables import STATES, Meeting
from meetings.origin.client import Origins
from meetings.origin.errors import OriginHidden, OriginUnknown
from meetings.origin.schemas import About, OriginAsked
from meetings.participant.client import People
from meetings.participant.queries import list_participants
from meetings.participant.schemas import AnswerGiven
from meetings.participant.service import give_answer, roles_of
from meetings.room.queries import room_name, rooms_to_choose

router = APIRouter(prefix="/meetings", tags=["meeting-page"], include_in_schema=False)
HOME = "/meetings/meetings"
USUAL = timedelta(hours=1)


@router.get("/", dependencies=[public()])
async def home() -> Response:
    return RedirectResponse(HOME, 303)


@router.get("/meetings")
async def show_list(
    request: Request, wanted: Annotated[MeetingFilter, Query()], session: Session, caller: Reader
) -> Response:
    newest_first = wanted if wanted.sort else wanted.model_copy(update={"sort": "-starts"})
    page = await queries.list_meetings(session, caller, newest_first)
    return render(request, "meeting/list.html", block="rows", page=page, states=STATES)


@router.get("/new")
async def show_new(
    request: Request,
    asked: Annotated[OriginAsked, Query()],
    session: Session,
    caller: Writer,
    origins: Origins,
    now: Now,
) -> Response:
    about, wrong = await _asked_for(request, origins, asked)
    start = (now.astimezone(ZONE) + USUAL).replace(minute=0, second=0, microsecond=0)
    times: dict[str, Any] = {"starts_at": f"{start:%Y-%m-%dT%H:%M}", "ends_at": f"{start + USUAL:%Y-%m-%dT%H:%M}"}
    form = blank(request, lobby_minutes=15, waiting="guests", quorum=50, **times, **_suggested(request, about))
    form.errors = wrong
    return await _form(request, session, form, caller.agency)


@router.post("/meetings")
async def call(
    request: Request, session: Session, caller: Writer, people: People, origins: Origins, now: Now
) -> Response:
    form = await submitted(request, MeetingCreate)

    async def act(data: MeetingCreate) -> Meeting:
        contacts, about = await people.contacts(roles_of(data)), await _kept(form, origins, data)
        return await service.call(session, caller, data, contacts, now, about)

    if meeting := await form.attempt(session, act):
        return redirect(request, f"{HOME}/{meeting.id}", "meeting.called")
    return await _form(request, session, form, caller.agency)


@router.post("/conflicts")
async def show_conflicts(request: Request, session: Session, caller: Writer) -> Response:
    """Beside the form, while it is filled in."""
    form = await submitted(request, PlanAsked)
    found = await overlaps(session, caller, await planned(session, caller, form.data)) if form.data else []
    return render(request, "meeting/conflicts.html", block="content", overlaps=found)


@router.get("/meetings/{meeting_id:uuid}")
async def show(request: Request, meeting_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    people = await list_participants(session, meeting_id)
    entry = entry_of(seat.meeting, seat.participant, now) if seat.participant else ""
    plans = seat.prepares and seat.meeting.state == "planned"
    return render(
        request,
        "meeting/show.html",
        meeting=seat.meeting,
        seat=seat,
        people=people,
        entry=entry,
        room=await room_name(session, seat.meeting.room_id),
        overlaps=await overlaps(session, caller, await planned_of(session, seat.meeting)) if plans else [],
    )


@router.get("/meetings/{meeting_id:uuid}/origin")
async def show_origin(
    request: Request, meeting_id: UUID, session: Session, caller: Reader, origins: Origins, now: Now
) -> Response:
    """As its platform tells whoever asks: who may not see the task or alert there does not see it here."""
    meeting, about = (await find_seat(session, caller, meeting_id)).meeting, None
    with suppress(OriginHidden):
        about = await origins.current(meeting.origin_service, meeting.origin_kind, meeting.origin_id)
    return render(request, "origin/card.html", block="card", meeting=meeting, about=about, today=local_day(now))


@router.get("/meetings/{meeting_id:uuid}/edit")
async def show_edit(request: Request, meeting_id: UUID, session: Session, caller: Writer) -> Response:
    meeting = (await find_seat(session, caller, meeting_id)).meeting
    form = blank(request, MeetingRead.model_validate(meeting), **_worded(meeting))
    return await _form(request, session, form, meeting.agency, meeting)


@router.post("/meetings/{meeting_id:uuid}")
async def change(request: Request, meeting_id: UUID, session: Session, caller: Writer, tell: Tell) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, MeetingUpdate)
    if changed := await form.attempt(session, lambda data: service.change(session, seat, data)):
        tell.tell_state(changed.id, changed.state, changed.opened_at)
        return redirect(request, f"{HOME}/{meeting_id}", "meeting.saved")
    return await _form(request, session, form, seat.meeting.agency, seat.meeting)


@router.post("/meetings/{meeting_id:uuid}/cancel")
async def cancel(
    request: Request,
    meeting_id: UUID,
    session: Session,
    caller: Writer,
    tell: Tell,
    reason: Annotated[str, Form()] = "",
) -> Response:
    cancelled = await service.cancel(session, await find_seat(session, caller, meeting_id), reason)
    tell.tell_state(cancelled.id, cancelled.state, cancelled.opened_at)
    return redirect(request, f"{HOME}/{meeting_id}", "meeting.cancelled")


@router.post("/meetings/{meeting_id:uuid}/answer")
async def answer(
    request: Request, meeting_id: UUID, data: Annotated[AnswerGiven, Form()], session: Session, caller: Reader, now: Now
) -> Response:
    seat: Seat = await find_seat(session, caller, meeting_id)
    await give_answer(session, seat.present, data, now)
    return redirect(request, f"{HOME}/{meeting_id}", "meeting.answered")


async def _asked_for(request: Request, origins: Origins, asked: OriginAsked) -> tuple[About | None, dict[str, str]]:
    """A meeting may be called all the same; that it will not be about it, the form says."""
    try:
        return await origins.find(asked), {}
    except OriginUnknown as problem:
        return None, {"": sentence(request, problem)}


async def _kept(form: Submission[MeetingCreate], origins: Origins, data: MeetingCreate) -> About | None:
    """What turned out to be nothing is taken out of the form, so that it can be sent without."""
    try:
        return await origins.find(data)
    except OriginUnknown:
        form.values.update(origin_service="", origin_kind="", origin_id="")
        raise


def _suggested(request: Request, about: About | None) -> dict[str, Any]:
    """What the form begins with where a task or alert is the reason."""
    if about is None:
        return {}
    title = translator(request).t(f"origin.title_{about.kind}", title=about.title)[:300]
    return {"title": title, "origin_service": about.service, "origin_kind": about.kind, "origin_id": str(about.id)}


def _worded(meeting: Meeting) -> dict[str, Any]:
    """As the form takes them: local times, a line an item."""
    times = {name: f"{getattr(meeting, name).astimezone(ZONE):%Y-%m-%dT%H:%M}" for name in ("starts_at", "ends_at")}
    lines = [" | ".join(filter(None, (one.title, one.presenter, str(one.minutes or "")))) for one in meeting.agenda]
    return {**times, "agenda": "\n".join(lines)}


async def _form(
    request: Request, session: Session, form: Submission[Any], agency: str | None, meeting: Meeting | None = None
) -> Response:
    rooms = await rooms_to_choose(session, agency or "", meeting.room_id if meeting else None)
    return render(request, "meeting/form.html", status=form.status, form_data=form, meeting=meeting, rooms=rooms)
