"""Deciding and confirming, with what was decided before."""

from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import local_day
from kit.editing import expect
from monitoring.decision.errors import DecisionWrong
from monitoring.decision.schemas import DecisionConfirm, DecisionUpdate
from monitoring.indicator.queries import get_indicator
from monitoring.indicator.tables import Decision, DecisionChange, Indicator
from monitoring.observation.area import there_is
from monitoring.observation.queries import agencies_by_code
from monitoring.observation.service import retarget


async def decide(session: AsyncSession, caller: Caller, code: str, data: DecisionUpdate, now: datetime) -> Decision:
    """Whatever was confirmed before was not confirmed of this."""
    indicator = await get_indicator(session, code)
    decision = indicator.decision
    wanted = data.model_dump(exclude={"version", "reason"})
    expect(decision, data.version, wanted)
    await _refuse_unfit(session, indicator, data, now)
    unconfirmed = {"verified": False, "document_number": "", "document_on": None, "demo": False}
    await _change(session, decision, wanted | unconfirmed, caller.name, data.reason, now)
    await retarget(session, code, now)
    return decision


async def confirm(session: AsyncSession, caller: Caller, code: str, data: DecisionConfirm, now: datetime) -> Decision:
    """From now on it is known which document says so."""
    indicator = await get_indicator(session, code)
    if data.document_on > local_day(now):
        raise DecisionWrong("document_on", "document_future")
    expect(indicator.decision, data.version)
    wanted = {**data.model_dump(exclude={"version"}), "verified": True, "demo": False}
    await _change(session, indicator.decision, wanted, caller.name, data.document_number, now)
    await retarget(session, code, now)
    return indicator.decision


async def _change(
    session: AsyncSession, decision: Decision, wanted: dict[str, Any], name: str, reason: str, now: datetime
) -> None:
    before = {field: getattr(decision, field) for field in wanted}
    changed = [field for field, value in wanted.items() if before[field] != value]
    if not changed:
        return
    session.add(
        DecisionChange(
            code=decision.code,
            version=decision.version,
            changed_at=now,
            changed_by=name,
            reason=reason,
            before=to_jsonable_python({field: before[field] for field in changed}),
            after=to_jsonable_python({field: wanted[field] for field in changed}),
        )
    )
    for field in changed:
        setattr(decision, field, wanted[field])
    decision.changed_at, decision.changed_by = now, name
    await session.flush()


async def _refuse_unfit(session: AsyncSession, indicator: Indicator, data: DecisionUpdate, now: datetime) -> None:
    """The plan's own figures stay; a lead agency is one of today's."""
    if indicator.basis != "none" and data.target_value is not None:
        raise DecisionWrong("target_value", "target_of_plan")
    for field in ("target_value", "baseline_value"):
        value = getattr(data, field)
        if value is not None and indicator.percent and value > 100:
            raise DecisionWrong(field, "over_hundred")
    lead = data.lead_agency
    if lead is not None and not there_is(await agencies_by_code(session), lead, local_day(now)):
        raise DecisionWrong("lead_agency", "agency_unknown")
