from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.auth import Caller
from meetings.index.errors import MinutesNotIndexed
from meetings.index.schemas import IndexIds, IndexText
from meetings.meeting.queries import visible_to
from meetings.meeting.tables import Meeting
from meetings.minutes.record import number_of
from meetings.minutes.tables import Minutes

MOST_AT_ONCE = 500
PUBLISHED = Minutes.state == "published"


async def get_text(session: AsyncSession, minutes_id: UUID) -> IndexText:
    query = select(Minutes, Meeting).join(Meeting, Meeting.id == Minutes.meeting_id)
    query = query.options(selectinload(Minutes.sections), selectinload(Minutes.conclusions))
    row = (await session.execute(query.where(Minutes.id == minutes_id, PUBLISHED))).one_or_none()
    if row is None:
        raise MinutesNotIndexed
    minutes, meeting = row
    sections = [f"{one.heading}\n{one.body}" for one in minutes.sections if one.body]
    return IndexText(
        id=minutes.id,
        version=minutes.version,
        title=meeting.title,
        label=number_of(minutes),
        path=f"/meetings/meetings/{meeting.id}/minutes",
        texts=[*sections, *(one.text for one in minutes.conclusions)],
        changed_at=minutes.published_at,
    )


async def list_ids(session: AsyncSession, after: UUID | None) -> IndexIds:
    query = select(Minutes.id).where(PUBLISHED).order_by(Minutes.id).limit(MOST_AT_ONCE + 1)
    ids = (await session.scalars(query.where(Minutes.id > after) if after else query)).all()
    more = len(ids) > MOST_AT_ONCE
    return IndexIds(ids=ids[:MOST_AT_ONCE], next=ids[MOST_AT_ONCE - 1] if more else None)


async def readable(session: AsyncSession, caller: Caller, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Of these the published ones of meetings the caller has a part in."""
    if "meetings:read" not in caller.scopes:
        return []
    query = select(Minutes.id).join(Meeting, Meeting.id == Minutes.meeting_id)
    return (await session.scalars(query.where(Minutes.id.in_(ids), PUBLISHED, visible_to(caller)))).all()
