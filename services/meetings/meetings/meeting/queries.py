from sqlalchemy import ColumnElement, Select, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold
from meetings.meeting.schemas import MeetingFilter
from meetings.meeting.tables import Meeting
from meetings.participant.queries import is_caller
from meetings.participant.tables import Participant

KEYS = {"starts": Meeting.starts_at, "title": Meeting.sort_key}


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """Those the caller is invited to, or called: two sets found by their indexes, however many meetings there are."""
    called = aliased(Meeting)
    invited = select(Participant.meeting_id).where(is_caller(caller))
    return Meeting.id.in_(union(invited, select(called.id).where(called.called_by == caller.subject)))


async def list_meetings(session: AsyncSession, caller: Caller, wanted: MeetingFilter) -> Page[Meeting]:
    return await paged(session, _matching(caller, wanted), wanted, KEYS, Meeting.id)


def _matching(caller: Caller, wanted: MeetingFilter) -> Select[Meeting]:
    query = select(Meeting).where(visible_to(caller))
    for word in fold(wanted.q).split()[:10]:
        query = query.where(Meeting.folded.contains(word, autoescape=True))
    if wanted.state:
        query = query.where(Meeting.state == wanted.state)
    if wanted.start_from:
        query = query.where(Meeting.starts_at >= wanted.start_from)
    if wanted.start_to:
        query = query.where(Meeting.starts_at < wanted.start_to)
    return query
