from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.standing import Standing
from governance.recurrence.errors import RuleNotFound
from governance.recurrence.schemas import RuleFilter
from governance.task.tables import TaskRule
from kit.page import Page, paged
from kit.text import fold, sort_key

KEYS = {"title": TaskRule.sort_key, "starts_on": TaskRule.starts_on}


async def get_rule(session: AsyncSession, acting: Standing, rule_id: UUID) -> TaskRule:
    """RuleNotFound for one of an agency that the person neither leads nor keeps the office of."""
    rule = await session.get(TaskRule, rule_id)
    if rule is None or rule.agency not in acting.led | acting.kept:
        raise RuleNotFound
    return rule


async def list_rules(session: AsyncSession, acting: Standing, wanted: RuleFilter) -> Page[TaskRule]:
    query = select(TaskRule).where(TaskRule.agency.in_(acting.led | acting.kept))
    if fold(wanted.q):
        query = query.where(TaskRule.sort_key.contains(sort_key(wanted.q), autoescape=True))
    if wanted.state:
        query = query.where(TaskRule.state == wanted.state)
    return await paged(session, query, wanted, KEYS, TaskRule.id)
