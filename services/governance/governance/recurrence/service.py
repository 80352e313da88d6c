from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar.queries import holidays_around
from governance.calendar.working import Holidays
from governance.organisation.standing import Standing
from governance.recurrence.errors import RuleEnded
from governance.recurrence.period import due_in, name_of, opens_on, periods_from
from governance.recurrence.queries import get_rule
from governance.recurrence.schemas import RuleCreate, RuleUpdate
from governance.task.directory import party_of
from governance.task.errors import FieldsMissing, PartyUnknown, TaskGivingDenied
from governance.task.locking import fresh
from governance.task.news import tell
from governance.task.opening import Draft, open_all
from governance.task.party import Party
from governance.task.reading import PRIORITIES
from governance.task.schemas import PartyFacts
from governance.task.tables import Task, TaskRule
from kit.clock import local_day
from kit.editing import expect
from kit.text import fold, sort_key

Turn = Literal["pause", "resume", "end"]
SAME = ("title", "description", "cadence", "month", "day", "shift", "ahead_days", "ends_on")
MOST_PERIODS = 20


async def set_up(session: AsyncSession, acting: Standing, data: RuleCreate, now: datetime) -> TaskRule:
    today, own = local_day(now), acting.led | acting.kept
    if not data.agency and len(own) > 1:
        raise FieldsMissing("agency")
    agency = data.agency or next(iter(own), "")
    if agency not in own:
        raise TaskGivingDenied
    facts = await _facts(session, data, today)
    starts = data.starts_on or today
    rule = TaskRule(agency=agency, creator_id=acting.person_id, starts_on=starts, state="active", **facts)
    session.add(rule)
    await session.flush()
    return rule


async def change(session: AsyncSession, acting: Standing, rule_id: UUID, data: RuleUpdate, now: datetime) -> TaskRule:
    """Tasks that were opened stay as they are."""
    rule = await get_rule(session, acting, rule_id)
    facts = await _facts(session, data, local_day(now))
    expect(rule, data.version, facts)
    for name, value in facts.items():
        setattr(rule, name, value)
    await session.flush()
    return rule


async def turn(
    session: AsyncSession, acting: Standing, rule_id: UUID, to: Turn, version: int, now: datetime
) -> TaskRule:
    """What would have been due during a pause is not made up for."""
    rule = await get_rule(session, acting, rule_id)
    expect(rule, version, {"state": to})
    if rule.state == "ended":
        raise RuleEnded
    if to == "resume" and rule.state == "paused":
        rule.starts_on = max(rule.starts_on, local_day(now))
    rule.state = {"pause": "paused", "resume": "active", "end": "ended"}[to]
    await session.flush()
    return rule


async def open_due(session: AsyncSession, now: datetime) -> int:
    """A task for each period whose time has come, once; how many. A rule another replica works at is left to it."""
    today = local_day(now)
    holidays = await holidays_around(session, today)
    active = select(TaskRule).where(TaskRule.state == "active", TaskRule.starts_on <= today).order_by(TaskRule.id)
    rules = (await session.scalars(active.with_for_update(skip_locked=True))).all()
    opened = 0
    for rule in rules:
        opened += await _open(session, rule, today, holidays, now)
    return opened


async def _open(session: AsyncSession, rule: TaskRule, today: date, holidays: Holidays, now: datetime) -> int:
    periods = _due(rule, today, holidays)
    if rule.ends_on and rule.ends_on < today:
        rule.state = "ended"
    known = set(await session.scalars(select(Task.period).where(Task.rule_id == rule.id, Task.period.in_(periods))))
    wanted = {name: due for name, due in periods.items() if name not in known}
    if not wanted:
        return 0
    lead = await _lead(session, rule, today)
    drafts = [_draft(rule, lead, name, due) for name, due in wanted.items()]
    await open_all(session, drafts, now)
    for one in drafts:
        await tell(session, await fresh(session, one.id), "open", today)
    return len(drafts)


def _due(rule: TaskRule, today: date, holidays: Holidays) -> dict[str, date]:
    """Deadlines by period, of those whose task is open by today."""
    found: dict[str, date] = {}
    for number, first in enumerate(periods_from(rule.cadence, today)):  # type: ignore[arg-type]
        due = due_in(rule.cadence, first, rule.month, rule.day, rule.shift, holidays)  # type: ignore[arg-type]
        if number >= MOST_PERIODS or opens_on(due, rule.ahead_days, holidays) > today:
            return found
        if due >= rule.starts_on and not (rule.ends_on and due > rule.ends_on):
            found[name_of(rule.cadence, first)] = due  # type: ignore[arg-type]
    return found


async def _lead(session: AsyncSession, rule: TaskRule, today: date) -> Party:
    """Who has left does not get it: then it goes to the agency."""
    wanted = PartyFacts(agency=rule.lead_agency, unit_id=rule.lead_unit_id, person_id=rule.lead_person_id)
    try:
        return await party_of(session, wanted, today, "lead")
    except PartyUnknown:
        return Party(rule.lead_agency)


def _draft(rule: TaskRule, lead: Party, period: str, due: date) -> Draft:
    return Draft(
        agency=rule.agency,
        title=f"{rule.title} ({period})",
        description=rule.description,
        lead=lead,
        priority=rule.priority,
        due_on=due,
        creator_id=rule.creator_id,
        rule=(rule.id, period),
    )


async def _facts(session: AsyncSession, data: RuleCreate | RuleUpdate, today: date) -> dict[str, Any]:
    lead = await party_of(session, data.lead, today, "lead")
    return {
        **{name: getattr(data, name) for name in SAME},
        "folded": fold(data.title),
        "sort_key": sort_key(data.title),
        "priority": PRIORITIES.index(data.priority),
        "lead_agency": lead.agency,
        "lead_unit_id": lead.unit_id,
        "lead_person_id": lead.person_id,
    }
