from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, and_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.auth import Caller
from meetings.calendar.errors import FeedNotFound
from meetings.calendar.secret import digest_of
from meetings.calendar.span import Slot, Span
from meetings.calendar.tables import CalendarFeed
from meetings.meeting.queries import VISIBLE, seen_by, visible_to
from meetings.meeting.tables import Meeting
from meetings.room.tables import Room

BACK, AHEAD = timedelta(days=92), timedelta(days=366)
MOST = 5000
MOMENT = DateTime(timezone=True)
EDGES = bindparam("edges", type_=ARRAY(MOMENT))
"""Where the days begin, and where the last one ends."""
START, STOP = (bindparam(name, type_=MOMENT) for name in ("start", "stop"))
EACH, WHOLE, CHOSEN = (bindparam(name, type_=Integer()) for name in ("each", "most", "chosen"))
DAYS = func.cardinality(EDGES) - 1
FIRST = func.greatest(func.width_bucket(Meeting.starts_at, EDGES), 1)
LAST = func.least(func.width_bucket(Meeting.ends_at - timedelta(microseconds=1), EDGES), DAYS)
NUMBER = func.generate_series(FIRST, LAST, type_=Integer()).label("number")
FOUND = select(Meeting.id, Meeting.title, Meeting.state, Meeting.starts_at, Meeting.ends_at, NUMBER)
ON_DAYS = FOUND.where(VISIBLE, Meeting.starts_at < STOP, Meeting.ends_at > START).subquery()
ORDER: dict[str, Any] = {"partition_by": ON_DAYS.c.number, "order_by": (ON_DAYS.c.starts_at, ON_DAYS.c.id)}
TOTAL = func.count().over(**ORDER, rows=(None, None)).label("total")
PLACED = select(*ON_DAYS.c, TOTAL, func.row_number().over(**ORDER).label("place")).subquery()
SLOTS = select(*(column for column in PLACED.c if column.name != "place")).order_by(PLACED.c.number, PLACED.c.place)
SLOTS = SLOTS.where(or_(PLACED.c.place <= EACH, and_(PLACED.c.number == CHOSEN, PLACED.c.place <= WHOLE)))
"""What a calendar writes out of its days, with how many there are: of a thousand meetings fifty leave the database."""


async def slots_of(session: AsyncSession, caller: Caller, span: Span, each: int, most: int) -> list[Slot]:
    """The first `each` of every day and `most` of the chosen one, in order; cancelled ones too."""
    edges = span.edges
    within = {"edges": edges, "start": edges[0], "stop": edges[-1]}
    shown = {"chosen": span.days.index(span.chosen) + 1, "each": each, "most": most}
    return [Slot(*row) for row in await session.execute(SLOTS, {**seen_by(caller), **within, **shown})]


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
