"""Rules as people write them. What a changed rule means for alerts is judged right after, by the queue of changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.editing import edit
from kit.errors import Invalid
from kit.text import fold, sort_key
from monitoring.change.service import note
from monitoring.indicator.tables import PILLARS, Indicator
from monitoring.rule.queries import get_own_rule
from monitoring.rule.reach import own
from monitoring.rule.schemas import RuleCreate, RuleUpdate
from monitoring.rule.tables import AlertRule


async def create(session: AsyncSession, caller: Caller, data: RuleCreate, now: datetime) -> AlertRule:
    rule = await draft(session, caller, data, now)
    session.add(rule)
    await session.flush()
    await _told(session)
    return rule


async def draft(session: AsyncSession, caller: Caller, data: RuleCreate, now: datetime) -> AlertRule:
    """As it would be; not kept. Without the province's scope it is the own agency's, whatever was asked."""
    await _refuse_unknown(session, data)
    facts = data.model_dump(exclude={"version", "agency"})
    return AlertRule(**facts, agency=own(caller) or data.agency, **_searchable(data.name), **_by(caller, now))


async def change(session: AsyncSession, caller: Caller, rule_id: UUID, data: RuleUpdate, now: datetime) -> AlertRule:
    rule = await get_own_rule(session, caller, rule_id)
    await _refuse_unknown(session, data)
    data.agency = own(caller) or data.agency
    if edit(rule, data):
        for name, value in {**_searchable(rule.name), **_by(caller, now)}.items():
            setattr(rule, name, value)
        await session.flush()
        await _told(session)
    return rule


async def _told(session: AsyncSession) -> None:
    """There are few indicators, and a rule may have covered others before."""
    await note(session, (await session.scalars(select(Indicator.code))).unique().all(), ["alert"])


async def _refuse_unknown(session: AsyncSession, data: RuleCreate) -> None:
    wrong = []
    if data.code and await session.get(Indicator, data.code) is None:
        wrong.append({"field": "code", "message": "rule.wrong.code_unknown"})
    if data.pillar and data.pillar not in PILLARS:
        wrong.append({"field": "pillar", "message": "rule.wrong.pillar"})
    if wrong:
        raise Invalid(errors=wrong)


def _searchable(name: str) -> dict[str, Any]:
    return {"name_folded": fold(name), "sort_key": sort_key(name)}


def _by(caller: Caller, now: datetime) -> dict[str, Any]:
    return {"changed_at": now, "changed_by": caller.name or caller.username}
