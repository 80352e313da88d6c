from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import local_day
from kit.page import Page, paged
from monitoring.indicator.queries import indicators_by_code
from monitoring.indicator.tables import Indicator
from monitoring.rule import queries as rules
from monitoring.rule.firing import findings
from monitoring.rule.reach import own
from monitoring.rule.schemas import Match, Preview
from monitoring.rule.tables import AlertRule
from monitoring.silence.errors import SilenceNotFound
from monitoring.silence.matching import Subject, matches
from monitoring.silence.schemas import SilenceFilter
from monitoring.silence.tables import Silence

KEYS = {"ends_at": Silence.ends_at, "starts_at": Silence.starts_at}


async def list_silences(session: AsyncSession, caller: Caller, wanted: SilenceFilter, now: datetime) -> Page[Silence]:
    newest_first = wanted if wanted.sort else wanted.model_copy(update={"sort": "-ends_at"})
    return await paged(session, _matching(caller, wanted, now), newest_first, KEYS, Silence.id)


async def get_silence(session: AsyncSession, caller: Caller, silence_id: UUID) -> Silence:
    silence = await session.get(Silence, silence_id)
    if silence is None or (own(caller) and silence.agency not in {None, own(caller)}):
        raise SilenceNotFound
    return silence


async def get_own_silence(session: AsyncSession, caller: Caller, silence_id: UUID) -> Silence:
    """For changing it."""
    silence = await get_silence(session, caller, silence_id)
    if own(caller) and silence.agency != own(caller):
        raise SilenceNotFound
    return silence


async def present_silences(session: AsyncSession, now: datetime) -> Sequence[Silence]:
    present = select(Silence).where(Silence.starts_at <= now, Silence.ends_at > now)
    return (await session.scalars(present)).all()


async def preview(session: AsyncSession, silence: Silence, now: datetime, language: str) -> Preview:
    """What fires now and would be silenced, over all rules."""
    indicators, today = await indicators_by_code(session), local_day(now)
    watched, firing = 0, 0
    told: list[Match] = []
    for rule in await rules.enabled_rules(session):
        found = await findings(session, rule, indicators.values(), today)
        covered = [one for one in found if matches(silence, subject_of(rule, indicators[one.code], one.area))]
        fires = [one for one in covered if one.fires]
        watched, firing = watched + len(covered), firing + len(fires)
        some = fires[: rules.MOST_MATCHES - len(told)]
        told += await rules.matches(session, rule, some, indicators, today, language)
    return Preview(watched=watched, firing=firing, matches=told)


def subject_of(rule: AlertRule, indicator: Indicator, area: str) -> Subject:
    return Subject(rule.id, indicator.code, indicator.pillar, agency_of(rule, indicator, area), area)


def agency_of(rule: AlertRule, indicator: Indicator, area: str) -> str | None:
    """Whom it concerns: who leads the indicator, or the agency that is watched by itself."""
    return area if rule.level == "agency" else indicator.decision.lead_agency


def _matching(caller: Caller, wanted: SilenceFilter, now: datetime) -> Select[Silence]:
    query = select(Silence)
    if agency := own(caller):
        query = query.where(or_(Silence.agency.is_(None), Silence.agency == agency))
    match wanted.state:
        case "present":
            query = query.where(Silence.starts_at <= now, Silence.ends_at > now)
        case "future":
            query = query.where(Silence.starts_at > now)
        case "past":
            query = query.where(Silence.ends_at <= now)
    return query
