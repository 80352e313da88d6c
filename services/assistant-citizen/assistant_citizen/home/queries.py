"""Bounded looks at the desk, at petitions and at questions: one statement for what waits, one for what happened."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, Integer, Text, cast, func, literal, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.console.tables import CitizenQuestion
from assistant_citizen.conversation.tables import Handover
from assistant_citizen.petition.queries import ENDED, visible_to
from assistant_citizen.petition.tables import CLOSED, STATES, Petition, PetitionStep
from kit.auth import Caller

HAPPENED = timedelta(days=14)
LOOKED_AT = 500
"""Steps, the last ones: whoever sees few petitions may be told of fewer."""
TOLD = ("filed", "answered", "refused", "redirected", "rated")
OPEN = [state for state in STATES if state not in CLOSED]
"""Named, for the index by state."""
Found = Sequence[Any]


async def waiting_for(session: AsyncSession, caller: Caller, most: int) -> Found:
    """`what`: talking, asked, settled or questions; `total`: of all of that sort."""
    parts: list[Any] = []
    if "conversations:answer" in caller.scopes:
        mine = (Handover.state == "active") & (Handover.operator == caller.subject)
        parts += [_handovers("talking", mine, most), _handovers("asked", Handover.state == "waiting", most)]
    if "petitions:write" in caller.scopes:
        parts.append(_settled(caller, most))
    if "knowledge:write" in caller.scopes:
        parts.append(_questions())
    return (await session.execute(union_all(*parts))).all() if parts else []


async def happened(session: AsyncSession, caller: Caller, now: datetime, most: int) -> Found:
    """What citizens and officials did with petitions the caller may read, the last first."""
    recent = select(PetitionStep).order_by(PetitionStep.id.desc()).limit(LOOKED_AT).subquery()
    query = select(recent.c.action, recent.c.at, Petition.id, Petition.category, Petition.area)
    query = visible_to(caller, query.join(Petition, Petition.id == recent.c.petition_id))
    query = query.where(recent.c.action.in_(TOLD), recent.c.at > now - HAPPENED)
    return (await session.execute(query.order_by(recent.c.id.desc()).limit(most))).all()


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
