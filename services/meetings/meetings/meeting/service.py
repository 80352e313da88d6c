from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.context import correlation_id
from kit.editing import edit
from kit.text import fold, sort_key
from meetings.meeting.errors import MeetingAlreadyEnded, MeetingCancelled
from meetings.meeting.schemas import ItemWrite, MeetingCreate, MeetingUpdate
from meetings.meeting.seat import Seat
from meetings.meeting.tables import AgendaItem, Meeting
from meetings.participant.schemas import Contact
from meetings.participant.service import invite, roles_of

FACTS = {"title", "purpose", "starts_at", "ends_at", "room_id", "lobby_minutes", "waiting", "quorum"}


async def call(
    session: AsyncSession, caller: Caller, data: MeetingCreate, contacts: Mapping[UUID, Contact], now: datetime
) -> Meeting:
    """`contacts`: of everybody the invitation names."""
    identity = uuid4()
    meeting = Meeting(
        id=identity,
        agency=caller.agency or "",
        uid=f"{identity}@meetings",
        correlation_id=correlation_id.get() or str(identity),
        called_by=caller.subject,
        called_at=now,
        folded=_words(data),
        sort_key=sort_key(data.title),
        agenda=_items(data.agenda),
        **data.model_dump(include=FACTS),
    )
    session.add(meeting)
    await session.flush()
    await invite(session, meeting.id, roles_of(data), contacts)
    return meeting


async def change(session: AsyncSession, seat: Seat, data: MeetingUpdate) -> Meeting:
    """What is planned; a meeting that is over is history."""
    seat.must_prepare()
    meeting = seat.meeting
    must_be_ahead(meeting)
    edit(meeting, data, leave=("agenda",))
    meeting.folded, meeting.sort_key = _words(data), sort_key(data.title)
    meeting.agenda = _items(data.agenda)
    meeting.sequence += 1
    await session.flush()
    return meeting


async def cancel(session: AsyncSession, seat: Seat, reason: str) -> Meeting:
    seat.must_prepare()
    must_be_ahead(seat.meeting)
    seat.meeting.state, seat.meeting.cancelled_reason = "cancelled", reason
    seat.meeting.sequence += 1
    await session.flush()
    return seat.meeting


async def open_meeting(session: AsyncSession, seat: Seat, now: datetime) -> None:
    """Declared open by who conducts it; once more changes nothing."""
    seat.must_conduct()
    must_be_ahead(seat.meeting)
    if seat.meeting.state == "planned":
        seat.meeting.state, seat.meeting.opened_at = "running", now
        await session.flush()


async def end(session: AsyncSession, seat: Seat, now: datetime) -> None:
    seat.must_conduct()
    must_be_ahead(seat.meeting)
    seat.meeting.state, seat.meeting.ended_at = "ended", now
    await session.flush()


def must_be_ahead(meeting: Meeting) -> None:
    if meeting.state == "ended":
        raise MeetingAlreadyEnded
    if meeting.state == "cancelled":
        raise MeetingCancelled


def _words(data: MeetingCreate | MeetingUpdate) -> str:
    return fold(" ".join((data.title, data.purpose, *(f"{one.title} {one.presenter}" for one in data.agenda))))


def _items(items: Sequence[ItemWrite]) -> list[AgendaItem]:
    return [AgendaItem(place=place, **item.model_dump()) for place, item in enumerate(items, 1)]
