"""Looking for meetings by what was planned, noted and recorded; everybody finds only what they may read."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import ZONE
from kit.page import Page, paged
from kit.text import fold
from meetings.archive.schemas import ArchiveFilter
from meetings.meeting.queries import visible_to
from meetings.meeting.tables import Meeting
from meetings.minutes.tables import MeetingNote, Minutes
from meetings.participant.queries import is_caller
from meetings.participant.tables import CONDUCTING, Participant

KEYS = {"starts": Meeting.starts_at, "title": Meeting.sort_key}
MOST_WORDS = 10


async def search_meetings(session: AsyncSession, caller: Caller, wanted: ArchiveFilter) -> Page[Meeting]:
    return await paged(session, _matching(caller, wanted), wanted, KEYS, Meeting.id)


async def minutes_of(session: AsyncSession, page: Page[Meeting]) -> dict[UUID, Minutes]:
    """By meeting."""
    rows = await session.scalars(select(Minutes).where(Minutes.meeting_id.in_([one.id for one in page.items])))
    return {one.meeting_id: one for one in rows if one.state != "draft"}


def _matching(caller: Caller, wanted: ArchiveFilter) -> Select[Meeting]:
    query = select(Meeting).where(visible_to(caller))
    for word in fold(wanted.q).split()[:MOST_WORDS]:
        query = query.where(_has(caller, word))
    if wanted.agency:
        query = query.where(Meeting.agency == wanted.agency)
    if wanted.state:
        query = query.where(Meeting.state == wanted.state)
    if wanted.minutes:
        known = exists().where(Minutes.meeting_id == Meeting.id, Minutes.state != "draft")
        exactly = exists().where(Minutes.meeting_id == Meeting.id, Minutes.state == wanted.minutes)
        query = query.where(~known if wanted.minutes == "none" else exactly)
    if wanted.start_from:
        query = query.where(Meeting.starts_at >= _midnight(wanted.start_from))
    if wanted.start_to:
        query = query.where(Meeting.starts_at < _midnight(wanted.start_to) + timedelta(days=1))
    return query


def _has(caller: Caller, word: str) -> ColumnElement[bool]:
    """Notes and drafts are found by who conducts."""
    conducting = exists().where(
        Participant.meeting_id == Meeting.id, Participant.role.in_(CONDUCTING), is_caller(caller)
    )
    noted = exists().where(MeetingNote.meeting_id == Meeting.id, MeetingNote.folded.contains(word, autoescape=True))
    recorded = exists().where(
        Minutes.meeting_id == Meeting.id,
        Minutes.folded.contains(word, autoescape=True),
        or_(Minutes.state != "draft", conducting),
    )
    return or_(Meeting.folded.contains(word, autoescape=True), recorded, and_(noted, conducting))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)
