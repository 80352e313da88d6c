from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant

INVITED = select(Participant.meeting_id).where(text("participant.told = (participant.removed_at IS NOT NULL)"))
ANOTHER = text("meeting.told_sequence <> meeting.sequence OR meeting.told_state <> meeting.state")
UNTOLD = select(Meeting).where(or_(ANOTHER, Meeting.id.in_(INVITED)))
"""Of which somebody does not know yet; both conditions are those of their indexes."""


async def next_untold(session: AsyncSession, limit: int) -> Sequence[Meeting]:
    """Locked."""
    query = UNTOLD.order_by(Meeting.id).limit(limit)
    locked = query.options(selectinload(Meeting.agenda)).with_for_update(of=Meeting, skip_locked=True)
    return (await session.scalars(locked)).all()


async def ever_invited(session: AsyncSession, meeting_id: UUID) -> Sequence[Participant]:
    """Also those who are not any more."""
    query = select(Participant).where(Participant.meeting_id == meeting_id).order_by(Participant.id)
    return (await session.scalars(query)).all()


async def soon(session: AsyncSession, now: datetime, before: timedelta, limit: int) -> Sequence[Meeting]:
    """Planned ones of whose beginning nobody was reminded yet, locked."""
    near = Meeting.starts_at > now, Meeting.starts_at <= now + before
    fresh = or_(Meeting.reminded_of.is_(None), Meeting.reminded_of != Meeting.starts_at)
    query = select(Meeting).where(*near, fresh, Meeting.state == "planned", Meeting.told_sequence >= 0)
    locked = query.order_by(Meeting.starts_at, Meeting.id).limit(limit).with_for_update(skip_locked=True)
    return (await session.scalars(locked)).all()
