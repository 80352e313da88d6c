"""Who and which room is needed elsewhere at the same time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from kit.auth import Caller
from kit.errors import Invalid
from meetings.meeting.errors import RoomTaken
from meetings.meeting.queries import visible_to
from meetings.meeting.schemas import PlanAsked
from meetings.meeting.seat import find_seat
from meetings.meeting.tables import Meeting
from meetings.participant.queries import list_participants
from meetings.participant.tables import Participant
from meetings.room.tables import Room

MOST = 100


@dataclass(frozen=True)
class Plan:
    """When, where and with whom; `besides`: the meeting that is planned itself."""

    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None = None
    people: Collection[UUID] = ()
    besides: UUID | None = None


@dataclass(frozen=True)
class Overlap:
    """`title` is empty where the caller may not see the other meeting: busy is all that is said then."""

    kind: Literal["room", "person"]
    name: str
    title: str
    starts_at: datetime
    ends_at: datetime


async def overlaps(session: AsyncSession, caller: Caller, plan: Plan) -> list[Overlap]:
    """Planned and running meetings that need the same room or people, the room's first."""
    found = []
    if plan.room_id:
        query = _meanwhile(caller, plan, Room.name).join(Room, Room.id == Meeting.room_id)
        found += await _read(session, "room", query.where(Room.id == plan.room_id))
    if plan.people:
        other = aliased(Participant)  # whether the caller takes part is asked of the table itself
        query = _meanwhile(caller, plan, other.name).join(other, other.meeting_id == Meeting.id)
        query = query.where(other.person_id.in_(plan.people), other.removed_at.is_(None))
        found += await _read(session, "person", query)
    return found


async def must_be_free(
    session: AsyncSession, plan: Plan, agency: str, *, present: UUID | None = None, overlap: bool = False
) -> None:
    """The room is one of the agency's and open, or was chosen before (`present`), and nobody else's at that time,
    unless `overlap` is wanted. Two who book it at once come one after the other."""
    if plan.room_id is None:
        return
    room: Room | None = await session.scalar(select(Room).where(Room.id == plan.room_id).with_for_update())
    if room is None or (room.id != present and (room.agency != agency or room.closed)):
        raise Invalid(errors=[{"field": "room_id", "message": "venue.wrong.unknown"}])
    taken = _during(select(Meeting.id), plan).where(Meeting.room_id == room.id)
    if not overlap and await session.scalar(taken.limit(1)) is not None:
        raise RoomTaken(errors=[{"field": "room_id", "message": "venue.wrong.busy"}])


async def planned(session: AsyncSession, caller: Caller, asked: PlanAsked) -> Plan:
    """With the people of the meeting it is about, if there is one; MeetingNotFound for who has no part in that."""
    named = [asked.chair, asked.secretary, *asked.delegates]
    if asked.meeting_id:
        await find_seat(session, caller, asked.meeting_id)
        named += [one.person_id for one in await list_participants(session, asked.meeting_id)]
    people = {person for person in named if person}
    return Plan(asked.starts_at, asked.ends_at, asked.room_id, people, asked.meeting_id)


async def planned_of(session: AsyncSession, meeting: Meeting) -> Plan:
    people = {one.person_id for one in await list_participants(session, meeting.id) if one.person_id}
    return Plan(meeting.starts_at, meeting.ends_at, meeting.room_id, people, meeting.id)


def _during(query: Select[Any], plan: Plan) -> Select[Any]:
    query = query.where(Meeting.starts_at < plan.ends_at, Meeting.ends_at > plan.starts_at)
    query = query.where(Meeting.state.in_(("planned", "running")))
    return query.where(Meeting.id != plan.besides) if plan.besides else query


def _meanwhile(caller: Caller, plan: Plan, name: Any) -> Select[Any]:
    columns = (name, Meeting.title, visible_to(caller), Meeting.starts_at, Meeting.ends_at)
    query = _during(select(*columns).select_from(Meeting), plan)
    return query.order_by(Meeting.starts_at, Meeting.id, name).limit(MOST)


async def _read(session: AsyncSession, kind: Literal["room", "person"], query: Select[Any]) -> list[Overlap]:
    rows = await session.execute(query)
    return [Overlap(kind, name, title if seen else "", start, end) for name, title, seen, start, end in rows]
