"""The invitation list: who was asked, what they answered, and changing it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, csv_file, redirect, render, submitted, translator
from meetings.guest import service as guests
from meetings.guest.queries import list_guests, state_of
from meetings.guest.schemas import GuestCreate, GuestLink
from meetings.hub.ushers import Tell
from meetings.meeting.api import Reader, Writer
from meetings.meeting.seat import Seat, find_seat
from meetings.participant.client import People
from meetings.participant.tables import ANSWERS, ROLES, Participant
from meetings.roster import queries, service
from meetings.roster.schemas import ParticipantsAdd, RoleChange, RosterFilter, Substitution

router = APIRouter(prefix="/meetings/meetings/{meeting_id:uuid}", tags=["roster-page"], include_in_schema=False)
NO_STORE = {"Cache-Control": "no-store"}
COLUMNS = ("role", "name", "position", "email", "answer", "note", "replaces")


def home_of(meeting_id: UUID) -> str:
    return f"/meetings/meetings/{meeting_id}/people"


@router.get("/people")
async def show(
    request: Request, meeting_id: UUID, wanted: Annotated[RosterFilter, Query()], session: Session, caller: Reader
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    return await _list(request, session, seat, wanted, blank(request, role="delegate"))


@router.get("/people.csv")
async def export(
    request: Request, meeting_id: UUID, wanted: Annotated[RosterFilter, Query()], session: Session, caller: Reader
) -> Response:
    seat, t = await find_seat(session, caller, meeting_id), translator(request).t
    lines = await queries.whole_roster(session, seat, wanted)
    rows = [
        (
            t(f"meeting.role_{one.role}"),
            one.name,
            one.title,
            one.email,
            t(f"meeting.answer_{one.answer}"),
            one.answer_note,
            one.replaces,
        )
        for one in lines
    ]
    return csv_file("thanh-phan.csv", [t(f"roster.{name}") for name in COLUMNS], rows)


@router.post("/people")
async def add(
    request: Request, meeting_id: UUID, session: Session, caller: Writer, people: People, tell: Tell
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, ParticipantsAdd)

    async def act(data: ParticipantsAdd) -> list[Participant]:
        return await service.add(session, seat, data, await people.contacts(data.people))

    added = await form.attempt(session, act)
    if added is None:
        return await _list(request, session, seat, RosterFilter(), form)
    tell.tell(added)
    return _back(request, meeting_id, "roster.added", count=len(added))


@router.post("/people/{participant_id:uuid}/role")
async def change_role(
    request: Request, meeting_id: UUID, participant_id: UUID, session: Session, caller: Writer, tell: Tell
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, RoleChange)
    changed = await form.attempt(session, lambda data: service.change_role(session, seat, participant_id, data))
    tell.tell(changed or [])
    return _back(request, meeting_id, "roster.stale" if changed is None else "roster.role_changed")


@router.post("/people/{participant_id:uuid}/remove")
async def remove(
    request: Request,
    meeting_id: UUID,
    participant_id: UUID,
    session: Session,
    caller: Writer,
    now: Now,
    tell: Tell,
    version: Annotated[int, Form()],
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    tell.tell([await service.remove(session, seat, participant_id, version, now)])
    return _back(request, meeting_id, "roster.removed")


@router.get("/people/{participant_id:uuid}/substitute")
async def show_substitute(
    request: Request, meeting_id: UUID, participant_id: UUID, session: Session, caller: Reader
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    replaced = await service.replaceable(session, seat, participant_id)
    return _substitute(request, seat, replaced, blank(request, version=replaced.version))


@router.post("/people/{participant_id:uuid}/substitute")
async def substitute(
    request: Request,
    meeting_id: UUID,
    participant_id: UUID,
    session: Session,
    caller: Reader,
    people: People,
    now: Now,
    tell: Tell,
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    form = await submitted(request, Substitution)

    async def act(data: Substitution) -> tuple[Participant, Participant]:
        contact = (await people.contacts([data.person_id]))[data.person_id]
        return await service.substitute(session, seat, participant_id, data, contact, now)

    changed = await form.attempt(session, act)
    if changed is None:
        return _substitute(request, seat, await service.replaceable(session, seat, participant_id), form)
    tell.tell(changed)
    own = seat.participant is not None and changed[0].id == seat.participant.id
    where = "/meetings/meetings" if own else home_of(meeting_id)
    return redirect(request, where, "roster.substituted", name=changed[1].name)


@router.get("/guests")
async def show_guests(request: Request, meeting_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    seat.must_prepare()
    return await _guests(request, session, seat, now, blank(request))


@router.post("/guests")
async def add_guest(request: Request, meeting_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    seat, settings = await find_seat(session, caller, meeting_id), request.app.state.settings
    form = await submitted(request, GuestCreate)
    link = await form.attempt(session, lambda data: guests.add_guest(session, settings, seat, data, now))
    return _issued(request, seat, link) if link else await _guests(request, session, seat, now, form)


@router.post("/guests/{participant_id:uuid}/renew")
async def renew_guest(
    request: Request, meeting_id: UUID, participant_id: UUID, session: Session, caller: Writer, now: Now, tell: Tell
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    link = await guests.renew(session, request.app.state.settings, seat, participant_id, now)
    tell.tell_of(meeting_id, participant_id)
    return _issued(request, seat, link)


@router.post("/guests/{participant_id:uuid}/revoke")
async def revoke_guest(
    request: Request, meeting_id: UUID, participant_id: UUID, session: Session, caller: Writer, now: Now, tell: Tell
) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    tell.tell([await guests.revoke(session, seat, participant_id, now)])
    return redirect(request, f"/meetings/meetings/{meeting_id}/guests", "guest.revoked")


def _issued(request: Request, seat: Seat, link: GuestLink) -> Response:
    """Shown once: no cache keeps it, and it is not at an address of its own."""
    return render(request, "roster/guest_issued.html", headers=NO_STORE, meeting=seat.meeting, link=link)


async def _guests(request: Request, session: Session, seat: Seat, now: datetime, form: Submission[Any]) -> Response:
    found = await list_guests(session, seat.meeting.id)
    lines = [(participant, state_of(*guest, now)) for guest in found for _, participant, _ in (guest,)]
    known: dict[str, Any] = {"meeting": seat.meeting, "guests": lines, "form_data": form}
    return render(request, "roster/guests.html", status=form.status, **known)


async def _list(
    request: Request, session: Session, seat: Seat, wanted: RosterFilter, form: Submission[Any]
) -> Response:
    return render(
        request,
        "roster/list.html",
        block="rows",
        status=form.status,
        form_data=form,
        seat=seat,
        meeting=seat.meeting,
        page=await queries.list_roster(session, seat, wanted),
        counts=await queries.count_answers(session, seat.meeting.id),
        answers=ANSWERS,
        roles=ROLES,
        changes=seat.prepares and seat.meeting.state in {"planned", "running"},
    )


def _substitute(request: Request, seat: Seat, replaced: Participant, form: Submission[Any]) -> Response:
    known: dict[str, Any] = {"meeting": seat.meeting, "replaced": replaced, "seat": seat, "form_data": form}
    return render(request, "roster/substitute.html", status=form.status, **known)


def _back(request: Request, meeting_id: UUID, key: str, **values: object) -> Response:
    return redirect(request, home_of(meeting_id), key, "warning" if key == "roster.stale" else "success", **values)
