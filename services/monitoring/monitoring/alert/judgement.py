"""Puts alerts in agreement with what the rules find: raises, recovers, and leaves alone what is silenced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from kit.clock import local_day
from kit.events import new_id
from kit.outbox import emit
from kit.text import fold
from monitoring.alert.tables import Alert, AlertEvent
from monitoring.alert.telling import columns, raised, tell_recovered
from monitoring.indicator.queries import indicators_by_code
from monitoring.indicator.tables import Indicator
from monitoring.rule.firing import Finding, findings
from monitoring.rule.queries import enabled_rules
from monitoring.rule.tables import AlertRule
from monitoring.silence.matching import Subject, is_silenced
from monitoring.silence.queries import agency_of, present_silences
from monitoring.silence.tables import Silence

Key = tuple[UUID, str, str]
"""Rule, indicator, area: of each at most one alert is open."""


@dataclass
class Judgement:
    session: AsyncSession
    now: datetime
    indicators: Mapping[str, Indicator]
    silences: Iterable[Silence]
    history: list[dict[str, Any]] = field(default_factory=list)

    def silenced(self, rule_id: UUID, code: str, agency: str | None, area: str) -> bool:
        pillar = self.indicators[code].pillar
        return is_silenced(self.silences, Subject(rule_id, code, pillar, agency, area), self.now)

    def log(self, alert_id: UUID, kind: str, value: float | None, period: str) -> None:
        self.history.append({"alert_id": alert_id, "kind": kind, "at": self.now, "value": value, "period": period})


async def judge_alerts(session: AsyncSession, codes: Iterable[str], now: datetime) -> None:
    """Of these indicators. One at a time does this (kit.jobs), so what is open is not opened beside it."""
    indicators = await indicators_by_code(session, codes)
    judgement = Judgement(session, now, indicators, await present_silences(session, now))
    open_alerts = await _open(session, indicators)
    found = await _found(judgement, open_alerts)
    await _raise(judgement, [one for key, one in found.items() if one[1].fires and key not in open_alerts])
    for key, alert in open_alerts.items():
        await _follow(judgement, alert, found.get(key))
    if judgement.history:
        await session.flush()
        await session.execute(insert(AlertEvent), judgement.history)


async def _open(session: AsyncSession, codes: Iterable[str]) -> dict[Key, Alert]:
    query = select(Alert).where(Alert.code.in_(list(codes)), Alert.state != "recovered").order_by(Alert.id)
    locked = query.with_for_update(of=Alert).execution_options(populate_existing=True)
    return {(one.rule_id, one.code, one.area): one for one in await session.scalars(locked)}


async def _found(judgement: Judgement, open_alerts: Iterable[Key]) -> dict[Key, tuple[AlertRule, Finding]]:
    found: dict[Key, tuple[AlertRule, Finding]] = {}
    for rule in await enabled_rules(judgement.session):
        already = {(code, area) for rule_id, code, area in open_alerts if rule_id == rule.id}
        today = local_day(judgement.now)
        for one in await findings(judgement.session, rule, judgement.indicators.values(), today, already):
            found[rule.id, one.code, one.area] = rule, one
    return found


async def _raise(judgement: Judgement, new: list[tuple[AlertRule, Finding]]) -> None:
    """All in a few statements, however many."""
    rows = [_row(judgement, rule, one) for rule, one in new]
    told = [row for row in rows if row["state"] == "raised"]
    events = [raised(row, judgement.indicators[row["code"]]) for row in told]
    for row, envelope in zip(told, await emit(judgement.session, *events, version=1), strict=True):
        row["correlation_id"] = envelope.correlationid
    if rows:
        await judgement.session.execute(insert(Alert), rows)
    for row in rows:
        judgement.log(row["id"], row["state"], row["value"], row["period"])


def _row(judgement: Judgement, rule: AlertRule, one: Finding) -> dict[str, Any]:
    indicator = judgement.indicators[one.code]
    agency = agency_of(rule, indicator, one.area)
    silenced = judgement.silenced(rule.id, one.code, agency, one.area)
    words = (indicator.code, indicator.name_vi, indicator.name_en, one.area, agency or "")
    return {
        "id": new_id(),
        "rule_id": rule.id,
        "rule_version": rule.version,
        "level": rule.level,
        "kind": rule.kind,
        "severity": rule.severity,
        "demo": rule.demo,
        "code": one.code,
        "area": one.area,
        "agency": agency,
        "state": "silenced" if silenced else "raised",
        "folded": fold(" ".join(words)),
        "raised_at": judgement.now,
        "correlation_id": "",
        "version": 1,
        **_figures(one),
    }


async def _follow(judgement: Judgement, alert: Alert, found: tuple[AlertRule, Finding] | None) -> None:
    silenced = judgement.silenced(alert.rule_id, alert.code, alert.agency, alert.area)
    if found is not None and found[1].fires:
        await _go_on(judgement, alert, found[1], silenced=silenced)
    elif not silenced or alert.state in {"silenced", "closed"}:
        await _recover(judgement, alert, found)


async def _go_on(judgement: Judgement, alert: Alert, one: Finding, *, silenced: bool) -> None:
    figures = _figures(one)
    if any(getattr(alert, name) != value for name, value in figures.items()):
        await _set_quietly(judgement.session, alert, figures)
    if alert.state == "silenced" and not silenced:
        alert.state = "raised"
        await judgement.session.flush()
        event = raised(columns(alert), judgement.indicators[alert.code])
        (envelope,) = await emit(judgement.session, event, version=alert.version)
        await _set_quietly(judgement.session, alert, {"correlation_id": envelope.correlationid})
        judgement.log(alert.id, "raised", one.value, one.period)


async def _set_quietly(session: AsyncSession, alert: Alert, values: Mapping[str, Any]) -> None:
    """What nobody edits: the version stays."""
    told = update(Alert).where(Alert.id == alert.id).values(values)
    await session.execute(told.execution_options(synchronize_session=False))
    for name, value in values.items():
        set_committed_value(alert, name, value)


async def _recover(judgement: Judgement, alert: Alert, found: tuple[AlertRule, Finding] | None) -> None:
    known = alert.state in {"raised", "acknowledged"}
    reason = _reason(alert, found)
    alert.state, alert.recovered_at, alert.recovery = "recovered", judgement.now, reason
    value, period = (found[1].value, found[1].period) if found else (None, "")
    judgement.log(alert.id, "recovered", value, period)
    if known:
        await tell_recovered(judgement.session, alert, judgement.indicators[alert.code], reason, judgement.now)


def _reason(alert: Alert, found: tuple[AlertRule, Finding] | None) -> str:
    if found is None:
        return "withdrawn"
    rule, one = found
    return "measured" if rule.version == alert.rule_version and one.target == alert.target else "changed"


def _figures(one: Finding) -> dict[str, Any]:
    return {"value": one.value, "attainment": one.attainment, "target": one.target, "period": one.period}
