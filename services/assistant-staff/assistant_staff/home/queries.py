"""One statement each, made once: to make one costs more than to run it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import DateTime, Integer, Text, bindparam, cast, func, literal, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.action.tables import ActionCard
from assistant_staff.ask.tables import StaffTurn
from assistant_staff.library.tables import Law
from kit.auth import Caller

DRAFT_DAYS, REVIEW_DAYS, HAPPENED = timedelta(days=7), timedelta(days=30), timedelta(days=14)
Found = Sequence[Any]
NOW, SUBJECT = bindparam("now", type_=DateTime(timezone=True)), bindparam("subject", type_=Text())


async def waiting_for(session: AsyncSession, caller: Caller, now: datetime, most: int) -> Found:
    """`what`: drafts, the caller's own tasks that were put into words but not given yet; reviews, for whoever keeps the
    library: answers that were bad, and nobody told the right article."""
    query = _waiting(most, keeps="library:write" in caller.scopes)
    return (await session.execute(query, {"subject": caller.subject, "now": now})).all()


async def happened(session: AsyncSession, now: datetime, most: int) -> Found:
    """Laws that came or changed, the last first."""
    return (await session.execute(_happened(most), {"now": now})).all()


@cache
def _waiting(most: int, *, keeps: bool) -> Any:
    return union_all(_drafts(most), *([_reviews()] if keeps else []))


@cache
def _happened(most: int) -> Any:
    query = select(Law.id, Law.name, Law.number, Law.changed_at).where(Law.changed_at > NOW - HAPPENED)
    return query.order_by(Law.changed_at.desc(), Law.id).limit(most)


def _part(what: str, key: Any, title: Any, at: Any, total: Any) -> Any:
    return select(
        literal(what).label("what"),
        cast(key, Text()).label("key"),
        cast(title, Text()).label("title"),
        cast(at, DateTime(timezone=True)).label("at"),
        cast(total, Integer()).label("total"),
    )


def _drafts(most: int) -> Any:
    query = _part("draft", ActionCard.conversation_id, ActionCard.title, ActionCard.made_at, func.count().over())
    query = query.where(ActionCard.account == SUBJECT, ActionCard.state == "draft")
    return select(
        query.where(ActionCard.made_at > NOW - DRAFT_DAYS).order_by(ActionCard.id.desc()).limit(most).subquery()
    )


def _reviews() -> Any:
    """All of them are one thing to do."""
    query = _part("reviews", null(), null(), func.min(StaffTurn.rated_at), func.count())
    query = query.where(StaffTurn.rating == "down", StaffTurn.right_article.is_(None))
    return select(query.where(StaffTurn.rated_at > NOW - REVIEW_DAYS).subquery())
