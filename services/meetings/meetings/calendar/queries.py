from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.auth import Caller
from meetings.calendar.errors import FeedNotFound
from meetings.calendar.secret import digest_of
from meetings.calendar.span import Slot
from meetings.calendar.tables import CalendarFeed
from meetings.meeting.queries import visible_to
from meetings.meeting.tables import Meeting
from meetings.room.tables import Room

BACK, AHEAD = timedelta(days=92), timedelta(days=366)
MOST = 5000


async def slots_between(session: AsyncSession, caller: Caller, start: datetime, end: datetime) -> list[Slot]:
    """Of a day, week or month, in order; cancelled ones too."""
    wanted = visible_to(caller), Meeting.starts_at < end, Meeting.ends_at > start
    query = select(Meeting.id, Meeting.title, Meeting.state, Meeting.starts_at, Meeting.ends_at).where(*wanted)
    rows = await session.execute(query.order_by(Meeting.starts_at, Meeting.id).limit(MOST))
    return [Slot(*row) for row in rows]


async def find_feed(session: AsyncSession, caller: Caller) -> CalendarFeed | None:
    return await session.get(CalendarFeed, UUID(caller.subject))


async def get_feed(session: AsyncSession, token: str) -> CalendarFeed:
    found = await session.scalar(select(CalendarFeed).where(CalendarFeed.digest == digest_of(token)))
    if found is None:
        raise FeedNotFound
    return found


async def meetings_of(session: AsyncSession, feed: CalendarFeed, now: datetime) -> Sequence[Meeting]:
    """Of its person as of today: who was taken out of a meeting has it no more; cancelled ones say so."""
    reader = Caller(subject=str(feed.account_id), kind="official", username=feed.username)
    near = Meeting.starts_at > now - BACK, Meeting.starts_at < now + AHEAD
    query = select(Meeting).where(visible_to(reader), *near).options(selectinload(Meeting.agenda))
    return (await session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(MOST))).all()


async def rooms_of(session: AsyncSession, meetings: Sequence[Meeting]) -> dict[UUID, Room]:
    wanted = {one.room_id for one in meetings if one.room_id}
    found = await session.scalars(select(Room).where(Room.id.in_(wanted))) if wanted else ()
    return {room.id: room for room in found}
