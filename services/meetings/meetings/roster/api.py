"""The invitation list and the guests of a meeting, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from kit.clock import Now
from kit.db import Session
from meetings.guest import service as guests
from meetings.guest.schemas import GuestCreate, GuestLink
from meetings.hub.ushers import Tell
from meetings.meeting.api import Reader, Writer
from meetings.meeting.seat import find_seat
from meetings.participant.client import People
from meetings.roster import queries, service
from meetings.roster.schemas import ParticipantsAdd, RoleChange, RosterFilter, RosterLine, Substitution

router = APIRouter(prefix="/meetings/api/v1/meetings/{meeting_id}", tags=["participant"])


@router.get("/participants")
async def list_participants(
    meeting_id: UUID, wanted: Annotated[RosterFilter, Query()], session: Session, caller: Reader
) -> list[RosterLine]:
    seat = await find_seat(session, caller, meeting_id)
    return await queries.whole_roster(session, seat, wanted)


@router.post("/participants", status_code=201)
async def add(
    meeting_id: UUID, data: ParticipantsAdd, session: Session, caller: Writer, people: People, tell: Tell
) -> list[RosterLine]:
    seat = await find_seat(session, caller, meeting_id)
    added = await service.add(session, seat, data, await people.contacts(data.people))
    tell.tell(added)
    return [queries.line_of(seat, one, {}) for one in added]


@router.put("/participants/{participant_id}/role")
async def change_role(
    meeting_id: UUID, participant_id: UUID, data: RoleChange, session: Session, caller: Writer, tell: Tell
) -> list[RosterLine]:
    """Everybody whose role is another now: a new chair takes the place of the old one."""
    seat = await find_seat(session, caller, meeting_id)
    changed = await service.change_role(session, seat, participant_id, data)
    tell.tell(changed)
    return [queries.line_of(seat, one, {}) for one in changed]


@router.delete("/participants/{participant_id}", status_code=204)
async def remove(
    meeting_id: UUID, participant_id: UUID, version: int, session: Session, caller: Writer, now: Now, tell: Tell
) -> None:
    seat = await find_seat(session, caller, meeting_id)
    tell.tell([await service.remove(session, seat, participant_id, version, now)])


@router.post("/participants/{participant_id}/substitute", status_code=201)
async def substitute(
    meeting_id: UUID,
    participant_id: UUID,
    data: Substitution,
    session: Session,
    caller: Reader,
    people: People,
    now: Now,
    tell: Tell,
) -> RosterLine:
    seat = await find_seat(session, caller, meeting_id)
    contact = (await people.contacts([data.person_id]))[data.person_id]
    replaced, comes = await service.substitute(session, seat, participant_id, data, contact, now)
    tell.tell([replaced, comes])
    return queries.line_of(seat, comes, {replaced.id: replaced.name})


@router.post("/guests", status_code=201)
async def add_guest(
    request: Request, meeting_id: UUID, data: GuestCreate, session: Session, caller: Writer, now: Now
) -> GuestLink:
    """Link and PIN are told this once."""
    seat = await find_seat(session, caller, meeting_id)
    return await guests.add_guest(session, request.app.state.settings, seat, data, now)


@router.post("/guests/{participant_id}/renew")
async def renew_guest(
    request: Request, meeting_id: UUID, participant_id: UUID, session: Session, caller: Writer, now: Now, tell: Tell
) -> GuestLink:
    seat = await find_seat(session, caller, meeting_id)
    link = await guests.renew(session, request.app.state.settings, seat, participant_id, now)
    tell.tell_of(meeting_id, participant_id)
    return link


@router.post("/guests/{participant_id}/revoke", status_code=204)
async def revoke_guest(
    meeting_id: UUID, participant_id: UUID, session: Session, caller: Writer, now: Now, tell: Tell
) -> None:
    seat = await find_seat(session, caller, meeting_id)
    tell.tell([await guests.revoke(session, seat, participant_id, now)])
