"""Bounded looks at the desk, at petitions and at questions: one statement for what waits, one for what happened;
made once for all who may see the same: to make one costs more than to run it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Integer, Text, bindparam, cast, func, literal, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.console.tables import CitizenQuestion
from assistant_citizen.conversation.tables import Handover
from assistant_citizen.petition.queries import ENDED, EVERY, visible_to
from assistant_citizen.petition.tables import CLOSED, STATES, Petition, PetitionStep
from kit.auth import Caller

HAPPENED = timedelta(days=14)
LOOKED_AT = 500
"""Steps, the last ones: whoever sees few petitions may be told of fewer."""
TOLD = ("filed", "answered", "refused", "redirected", "rated")
OPEN = [state for state in STATES if state not in CLOSED]
"""Named, for the index by state."""
Found = Sequence[Any]
NOW, SUBJECT = bindparam("now", type_=DateTime(timezone=True)), bindparam("subject", type_=Text())
ASKED = frozenset({EVERY, "conversations:answer", "petitions:write", "knowledge:write"})
MOST_KNOWN = 200


async def waiting_for(session: AsyncSession, caller: Caller, most: int) -> Found:
    """`what`: talking, asked, settled or questions; `total`: of all of that sort."""
    query = _waiting(_asker(caller), most)
    return (await session.execute(query, {"subject": caller.subject})).all() if query is not None else []


async def happened(session: AsyncSession, caller: Caller, now: datetime, most: int) -> Found:
    """What citizens and officials did with petitions the caller may read, the last first."""
    return (await session.execute(_happened(_asker(caller), most), {"now": now})).all()


def _asker(caller: Caller) -> Caller:
    """What of a caller makes a statement different."""
    return Caller("", "official", agency=caller.agency, scopes=caller.scopes & ASKED)


@lru_cache(MOST_KNOWN)
def _waiting(asker: Caller, most: int) -> Any:
    parts: list[Any] = []
    if "conversations:answer" in asker.scopes:
        mine = (Handover.state == "active") & (Handover.operator == SUBJECT)
        parts += [_handovers("talking", mine, most), _handovers("asked", Handover.state == "waiting", most)]
    if "petitions:write" in asker.scopes:
        parts.append(_settled(asker, most))
    if "knowledge:write" in asker.scopes:
        parts.append(_questions())
    return union_all(*parts) if parts else None


@lru_cache(MOST_KNOWN)
def _happened(asker: Caller, most: int) -> Any:
    recent = select(PetitionStep).order_by(PetitionStep.id.desc()).limit(LOOKED_AT).subquery()
    query = select(recent.c.action, recent.c.at, Petition.id, Petition.category, Petition.area)
    query = visible_to(asker, query.join(Petition, Petition.id == recent.c.petition_id))
    query = query.where(recent.c.action.in_(TOLD), recent.c.at > NOW - HAPPENED)
    return query.order_by(recent.c.id.desc()).limit(most)


def _part(what: str, key: Any, title: Any, area: Any, at: Any, total: Any) -> Any:
    return select(
        literal(what).label("what"),
        cast(key, Text()).label("key"),
        cast(title, Text()).label("title"),
        cast(area, Text()).label("area"),
        cast(at, DateTime(timezone=True)).label("at"),
        cast(total, Integer()).label("total"),
    )


def _handovers(what: str, condition: Any, most: int) -> Any:
    query = _part(what, Handover.id, Handover.subject, null(), Handover.asked_at, func.count().over())
    return select(query.where(condition).order_by(Handover.asked_at, Handover.id).limit(most).subquery())


def _settled(caller: Caller, most: int) -> Any:
    """The work is done; the citizen does not know yet."""
    query = _part("settled", Petition.id, Petition.category, Petition.area, Petition.filed_at, func.count().over())
    query = query.where(Petition.state.in_(OPEN), Petition.task_state.in_(ENDED))
    return select(visible_to(caller, query).order_by(Petition.filed_at, Petition.id).limit(most).subquery())


def _questions() -> Any:
    """All of them are one thing to do."""
    query = _part("questions", null(), null(), null(), func.min(CitizenQuestion.asked_at), func.count())
    return select(query.where(CitizenQuestion.state == "open").subquery())
