from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.agencies import agency_names
from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold
from monitoring.agency.tables import Agency
from monitoring.indicator.queries import indicators_by_code
from monitoring.indicator.tables import Indicator
from monitoring.observation.area import name_of
from monitoring.rule.errors import AlertRuleNotFound
from monitoring.rule.firing import Finding, findings
from monitoring.rule.reach import own
from monitoring.rule.schemas import Match, Preview, RuleFilter
from monitoring.rule.tables import AlertRule

KEYS = {"name": AlertRule.sort_key, "changed_at": AlertRule.changed_at, "severity": AlertRule.severity}
MOST_MATCHES = 200


async def list_rules(session: AsyncSession, caller: Caller, wanted: RuleFilter) -> Page[AlertRule]:
    return await paged(session, _matching(caller, wanted), wanted, KEYS, AlertRule.id)


async def find_rule(session: AsyncSession, caller: Caller, rule_id: UUID) -> AlertRule | None:
    """The province's rules anybody may read, another agency's nobody."""
    rule = await session.get(AlertRule, rule_id)
    return None if rule and own(caller) and rule.agency not in {None, own(caller)} else rule


async def get_rule(session: AsyncSession, caller: Caller, rule_id: UUID) -> AlertRule:
    rule = await find_rule(session, caller, rule_id)
    if rule is None:
        raise AlertRuleNotFound
    return rule


async def get_own_rule(session: AsyncSession, caller: Caller, rule_id: UUID) -> AlertRule:
    """For changing it."""
    rule = await get_rule(session, caller, rule_id)
    if own(caller) and rule.agency != own(caller):
        raise AlertRuleNotFound
    return rule


async def enabled_rules(session: AsyncSession) -> Sequence[AlertRule]:
    return (await session.scalars(select(AlertRule).where(AlertRule.enabled).order_by(AlertRule.id))).all()


async def preview(session: AsyncSession, rule: AlertRule, today: date, language: str) -> Preview:
    indicators = await indicators_by_code(session)
    found = await findings(session, rule, indicators.values(), today)
    firing = [one for one in found if one.fires]
    told = await matches(session, rule, firing[:MOST_MATCHES], indicators, today, language)
    return Preview(watched=len(found), firing=len(firing), matches=told)


async def matches(
    session: AsyncSession,
    rule: AlertRule,
    found: Iterable[Finding],
    indicators: dict[str, Indicator],
    today: date,
    language: str,
) -> list[Match]:
    names = await agency_names(session, Agency)
    return [
        Match(
            code=one.code,
            name=indicators[one.code].name(language),
            level=rule.level,
            area=one.area,
            area_name=name_of(rule.level, one.area, today, names),
            value=one.value,
            target=one.target,
            attainment=one.attainment,
            period=one.period,
        )
        for one in found
    ]


def _matching(caller: Caller, wanted: RuleFilter) -> Select[AlertRule]:
    query = select(AlertRule)
    if agency := own(caller):
        query = query.where(or_(AlertRule.agency.is_(None), AlertRule.agency == agency))
    if wanted.q:
        query = query.where(AlertRule.name_folded.contains(fold(wanted.q), autoescape=True))
    if wanted.kind:
        query = query.where(AlertRule.kind == wanted.kind)
    if wanted.severity:
        query = query.where(AlertRule.severity == wanted.severity)
    return query.where(AlertRule.enabled.is_(wanted.enabled == "true")) if wanted.enabled else query
