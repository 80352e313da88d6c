from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from meetings.attendance.schemas import AttendanceLine, Quorum
from meetings.attendance.span import length
from meetings.live.tables import Presence
from meetings.meeting.tables import Meeting
from meetings.participant.tables import ROLES, Participant

Stays = dict[UUID, list[Presence]]


async def list_attendance(session: AsyncSession, meeting: Meeting, now: datetime) -> list[AttendanceLine]:
    """Everybody invited, and who was there before being put out; who conduct first, then by name."""
    stays = await _stays(session, meeting.id)
    query = select(Participant).where(Participant.meeting_id == meeting.id)
    query = query.where(or_(Participant.removed_at.is_(None), Participant.id.in_(list(stays))))
    people = sorted(await session.scalars(query), key=lambda one: (ROLES.index(one.role), one.sort_key, one.id))
    return [_line(one, stays.get(one.id, []), people, now) for one in people]


async def get_quorum(session: AsyncSession, meeting: Meeting) -> Quorum:
    """At this moment."""
    members = members_of(await session.scalars(select(Participant).where(Participant.meeting_id == meeting.id)))
    inside = select(func.count(Presence.participant_id.distinct())).where(
        Presence.meeting_id == meeting.id,
        Presence.left_at.is_(None),
        Presence.inside,
        Presence.participant_id.in_([one.id for one in members]),
    )
    return Quorum(members=len(members), present=await session.scalar(inside) or 0, percent=meeting.quorum)


async def get_turnout(session: AsyncSession, meeting: Meeting) -> Quorum:
    """Of the whole meeting: who was inside at any time of it."""
    stays = await _stays(session, meeting.id)
    members = members_of(await session.scalars(select(Participant).where(Participant.meeting_id == meeting.id)))
    present = sum(one.id in stays for one in members)
    return Quorum(members=len(members), present=present, percent=meeting.quorum)


def members_of(people: Iterable[Participant]) -> list[Participant]:
    """Who counts: no guests, nobody who is no longer invited, nor whose place another takes."""
    invited = [one for one in people if one.removed_at is None]
    replaced = {one.substitute_of for one in invited}
    return [one for one in invited if one.role != "guest" and one.id not in replaced]


async def _stays(session: AsyncSession, meeting_id: UUID) -> Stays:
    """Times inside; the lobby does not count."""
    found: Stays = defaultdict(list)
    query = select(Presence).where(Presence.meeting_id == meeting_id, Presence.inside).order_by(Presence.joined_at)
    for stay in await session.scalars(query):
        found[stay.participant_id].append(stay)
    return found


def _line(one: Participant, stays: Sequence[Presence], people: Sequence[Participant], now: datetime) -> AttendanceLine:
    here = any(stay.left_at is None for stay in stays)
    substitute = next((other.name for other in people if other.substitute_of == one.id and not other.removed_at), "")
    replaced = next((other.name for other in people if other.id == one.substitute_of), "")
    return AttendanceLine(
        participant=one.id,
        name=one.name,
        title=one.title,
        role=one.role,
        substitute=substitute,
        stands_for=replaced,
        joined_at=stays[0].joined_at if stays else None,
        left_at=None if here else max((stay.left_at for stay in stays if stay.left_at), default=None),
        seconds=int(length((stay.joined_at, stay.left_at or now) for stay in stays).total_seconds()),
        here=here,
    )
