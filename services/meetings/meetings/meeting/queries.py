from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, literal, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold
from meetings.meeting.schemas import MeetingFilter
from meetings.meeting.tables import Meeting
from meetings.participant.queries import CALLER, is_caller, named
from meetings.participant.tables import Participant

KEYS = {"starts": Meeting.starts_at, "title": Meeting.sort_key}


CALLED = aliased(Meeting)
"""Made once: it has all columns of the table, which takes longer than the rest of a query together."""


def _visible(invited: ColumnElement[bool], subject: ColumnElement[str]) -> ColumnElement[bool]:
    """Two sets found by their indexes, however many meetings there are."""
    found = select(Participant.meeting_id).where(invited)
    return Meeting.id.in_(union(found, select(CALLED.id).where(CALLED.called_by == subject)))


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """Those the caller is invited to, or called."""
    return _visible(is_caller(caller), literal(caller.subject, Text()))


VISIBLE = _visible(CALLER, bindparam("subject", type_=Text()))
"""The same for a statement that is made once, with `seen_by(caller)` as parameters."""


def seen_by(caller: Caller) -> dict[str, Any]:
    return {**named(caller), "subject": caller.subject}


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
