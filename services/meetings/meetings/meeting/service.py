from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.context import correlation_id
from kit.editing import edit
from kit.text import fold, sort_key
from meetings.meeting.errors import MeetingAlreadyEnded, MeetingCancelled
from meetings.meeting.overlap import Plan, must_be_free
from meetings.meeting.schemas import ItemWrite, MeetingCreate, MeetingUpdate
from meetings.meeting.seat import Seat
from meetings.meeting.tables import AgendaItem, Meeting
from meetings.origin.schemas import About
from meetings.participant.schemas import Contact
from meetings.participant.service import invite, roles_of

FACTS = {"title", "purpose", "starts_at", "ends_at", "room_id", "lobby_minutes", "waiting", "quorum"}


async def call(
    session: AsyncSession,
    caller: Caller,
    data: MeetingCreate,
    contacts: Mapping[UUID, Contact],
    now: datetime,
    about: About | None = None,
) -> Meeting:
    """`contacts`: of everybody the invitation names. What it is about goes on with that story."""
    agency, plan = caller.agency or "", Plan(data.starts_at, data.ends_at, data.room_id)
    await must_be_free(session, plan, agency, overlap=data.overlap)
    identity = uuid4()
    meeting = Meeting(
        id=identity,
        agency=agency,
        uid=f"{identity}@meetings",
        correlation_id=(about and about.correlation_id) or correlation_id.get() or str(identity),
        called_by=caller.subject,
        called_at=now,
        folded=_words(data),
        sort_key=sort_key(data.title),
        agenda=_items(data.agenda),
        **_origin(about),
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
    before = meeting.room_id, meeting.starts_at, meeting.ends_at
    edit(meeting, data, leave=("agenda", "overlap"))
    if before != (data.room_id, data.starts_at, data.ends_at):
        plan = Plan(data.starts_at, data.ends_at, data.room_id, besides=meeting.id)
        await must_be_free(session, plan, meeting.agency, present=before[0], overlap=data.overlap)
    meeting.folded, meeting.sort_key = _words(data), sort_key(data.title)
    meeting.agenda = _anew(meeting.agenda, _items(data.agenda))
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
    seat.meeting.state, seat.meeting.ended_at = "ended", max(now, seat.meeting.opened_at or now)
    await session.flush()


async def prepare_alone(session: AsyncSession, seat: Seat) -> None:
    seat.must_prepare()
    await hold(session, seat.meeting)


async def hold(session: AsyncSession, meeting: Meeting) -> None:
    """One change of who takes part at a time; of a meeting that is over, none."""
    await session.refresh(meeting, ["state", "version"], with_for_update=True)
    must_be_ahead(meeting)


def must_be_ahead(meeting: Meeting) -> None:
    if meeting.state == "ended":
        raise MeetingAlreadyEnded
    if meeting.state == "cancelled":
        raise MeetingCancelled


def _words(data: MeetingCreate | MeetingUpdate) -> str:
    return fold(" ".join((data.title, data.purpose, *(f"{one.title} {one.presenter}" for one in data.agenda))))


def _origin(about: About | None) -> dict[str, Any]:
    return {f"origin_{name}": getattr(about, name) for name in ("service", "kind", "id", "path")} if about else {}


def _items(items: Sequence[ItemWrite]) -> list[AgendaItem]:
    return [AgendaItem(place=place, **item.model_dump()) for place, item in enumerate(items, 1)]


def _anew(present: Sequence[AgendaItem], wanted: Sequence[AgendaItem]) -> list[AgendaItem]:
    """What keeps its title, or its place under a new one, stays the same item: papers, notes and votes hang on it."""
    titles = {one.title for one in wanted}
    by_title = {one.title: one for one in present}
    by_place = {one.place: one for one in present if one.title not in titles}
    return [_as(by_title.pop(one.title, None) or by_place.pop(one.place, None), one) for one in wanted]


def _as(kept: AgendaItem | None, wanted: AgendaItem) -> AgendaItem:
    if kept is None:
        return wanted
    kept.place, kept.title, kept.presenter, kept.minutes = wanted.place, wanted.title, wanted.presenter, wanted.minutes
    return kept
