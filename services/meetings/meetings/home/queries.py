"""Bounded looks into meetings, each one statement that is made once and only filled for each person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, Integer, and_, bindparam, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import ZONE
from meetings.meeting.tables import Meeting
from meetings.minutes.tables import Minutes, MinutesComment
from meetings.participant.queries import CALLER, named
from meetings.participant.tables import CONDUCTING, Participant

MINUTES_DAYS, COMMENT_DAYS, HAPPENED_DAYS = timedelta(days=30), timedelta(days=7), timedelta(days=14)
WANTS = ("run", "attend", "approve", "answer", "publish", "write", "comment")
"""What a meeting may want of somebody, the most pressing first."""

NOW, TONIGHT, MONTH, WEEK = (
    bindparam(name, type_=DateTime(timezone=True)) for name in ("now", "tonight", "month", "week")
)
MOST = bindparam("most", type_=Integer())
CONDUCTS = Participant.role.in_(sorted(CONDUCTING))
ENDED = and_(Meeting.state == "ended", Meeting.ended_at > MONTH)
PLANNED = and_(Meeting.state == "planned", Meeting.ends_at > NOW)
SAID = exists().where(MinutesComment.minutes_id == Minutes.id, MinutesComment.participant_id == Participant.id)
WANTED = {
    "run": and_(Meeting.state == "running", Participant.entry != "refused"),
    "attend": and_(PLANNED, Meeting.starts_at < TONIGHT, Participant.answer != "declined"),
    "approve": and_(ENDED, Participant.role == "chair", Minutes.state == "review"),
    "answer": and_(PLANNED, Participant.answer == "none", ~CONDUCTS),
    "publish": and_(ENDED, CONDUCTS, Minutes.state == "approved"),
    "write": and_(ENDED, CONDUCTS, func.coalesce(Minutes.state, "draft") == "draft"),
    "comment": and_(ENDED, Meeting.ended_at > WEEK, Participant.role == "delegate", Minutes.state == "review", ~SAID),
}
WANT = case(*((WANTED[name], place) for place, name in enumerate(WANTS))).label("want")
OWN = select(Meeting.id, Meeting.title, Meeting.starts_at, Meeting.opened_at, Meeting.ended_at)
OWN = OWN.join(Participant, Participant.meeting_id == Meeting.id).where(CALLER)
WAITING = OWN.add_columns(WANT).outerjoin(Minutes, Minutes.meeting_id == Meeting.id).subquery()
TOLD = select(WAITING, func.count().over().label("total")).where(WAITING.c.want.is_not(None))
TOLD = TOLD.order_by(WAITING.c.want, WAITING.c.starts_at, WAITING.c.id).limit(MOST)
LAST = func.coalesce(Meeting.ended_at, Meeting.opened_at)
HAPPENED = OWN.where(LAST > NOW - HAPPENED_DAYS, Meeting.state.in_(["running", "ended"]))
HAPPENED = HAPPENED.order_by(LAST.desc(), Meeting.id).limit(MOST)
Found = Sequence[Any]


async def waiting_for(session: AsyncSession, caller: Caller, now: datetime, most: int) -> Found:
    """`want`: the place in WANTS; `total`: of all there are."""
    tonight = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    days = {"now": now, "tonight": tonight, "month": now - MINUTES_DAYS, "week": now - COMMENT_DAYS}
    return (await session.execute(TOLD, {**named(caller), **days, "most": most})).all()


async def happened_to(session: AsyncSession, caller: Caller, now: datetime, most: int) -> Found:
    """Meetings that began or ended, the last first."""
    return (await session.execute(HAPPENED, {**named(caller), "now": now, "most": most})).all()
