from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.standing import Standing
from governance.organisation.tables import Agency, Person, Unit
from governance.recurrence.errors import RuleNotFound
from governance.recurrence.schemas import RuleFilter
from governance.task.tables import TaskRule
from kit.agencies import agency_names
from kit.page import Page, paged
from kit.text import fold

KEYS = {"title": TaskRule.sort_key, "starts_on": TaskRule.starts_on}


async def get_rule(session: AsyncSession, acting: Standing, rule_id: UUID) -> TaskRule:
    """RuleNotFound for one of an agency that the person neither leads nor keeps the office of."""
    rule = await session.get(TaskRule, rule_id)
    if rule is None or rule.agency not in acting.led | acting.kept:
        raise RuleNotFound
    return rule


async def leads_of(session: AsyncSession, rules: Sequence[TaskRule]) -> dict[UUID, str]:
    """Who answers for the work of each rule, by name."""
    people = await _names(session, Person, {rule.lead_person_id for rule in rules})
    units = await _names(session, Unit, {rule.lead_unit_id for rule in rules})
    agencies = await agency_names(session, Agency, {rule.lead_agency for rule in rules})
    return {
        rule.id: people.get(rule.lead_person_id) or units.get(rule.lead_unit_id) or agencies.get(rule.lead_agency, "")
        for rule in rules
    }


async def _names(session: AsyncSession, table: type[Person | Unit], ids: set[UUID | None]) -> dict[UUID | None, str]:
    rows = await session.execute(select(table.id, table.name).where(table.id.in_(ids - {None})))
    return {one: name for one, name in rows}  # noqa: C416 - rows are no pairs to mypy


async def list_rules(session: AsyncSession, acting: Standing, wanted: RuleFilter) -> Page[TaskRule]:
    query = select(TaskRule).where(TaskRule.agency.in_(acting.led | acting.kept))
    for word in fold(wanted.q).split()[:10]:
        query = query.where(TaskRule.folded.contains(word, autoescape=True))
    if wanted.state:
        query = query.where(TaskRule.state == wanted.state)
    return await paged(session, query, wanted, KEYS, TaskRule.id)
