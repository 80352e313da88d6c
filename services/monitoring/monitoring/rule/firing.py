"""What a rule finds: of each thing it watches whether it fires, and the figure it speaks of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from monitoring.indicator.period import Period, containing
from monitoring.indicator.tables import Indicator, Span, Target
from monitoring.rule.hysteresis import Bounds, fires
from monitoring.rule.series import POINTS, Place, series_at
from monitoring.rule.tables import AlertRule
from monitoring.rule.workdays import after
from monitoring.score.judging import judge
from monitoring.score.measure import Measure

COUNTED = frozenset({"cadence", "document"})
"""Kinds whose figure of a period is not whole before the period is over."""


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    area: str
    fires: bool
    target: float
    value: float | None = None
    attainment: float | None = None
    """Percent."""
    period: str = ""


def watched(rule: AlertRule, indicators: Iterable[Indicator]) -> list[Indicator]:
    """Those the rule covers. Without a target nothing is watched."""
    return [one for one in indicators if one.target is not None and _covers(rule, one)]


async def findings(
    session: AsyncSession,
    rule: AlertRule,
    indicators: Iterable[Indicator],
    today: date,
    already: Collection[Place] = (),
) -> list[Finding]:
    """`already`: what it fires for at present."""
    by_code = {one.code: one for one in watched(rule, indicators)}
    series = await series_at(session, by_code, rule.level)
    if rule.kind == "missing" and rule.level == "province":
        series = {**{(code, ""): [] for code in by_code}, **series}
    found = []
    for place, measures in series.items():
        indicator = by_code[place[0]]
        if rule.agency and not concerns(rule.agency, indicator, rule.level, place[1]):
            continue
        judged = _missing if rule.kind == "missing" else _below
        if one := judged(rule, indicator, measures, today, place in already):
            found.append(_of(place[1], one))
    return found


def concerns(agency: str, indicator: Indicator, level: str, area: str) -> bool:
    """Figures of an agency are its own; all others belong to who leads the indicator."""
    return (area if level == "agency" else indicator.decision.lead_agency) == agency


def _covers(rule: AlertRule, indicator: Indicator) -> bool:
    if rule.covers == "indicator":
        return indicator.code == rule.code
    return rule.covers == "all" or indicator.pillar == rule.pillar


def _of(area: str, found: Finding) -> Finding:
    return Finding(found.code, area, found.fires, found.target, found.value, found.attainment, found.period)


def _below(
    rule: AlertRule, indicator: Indicator, measures: Sequence[Measure], today: date, already: bool
) -> Finding | None:
    target = indicator.target
    measures = [one for one in measures if _is_whole(rule, indicator, one, today)]
    if target is None or not measures or rule.bound is None or rule.recovery is None:
        return None
    shares = _attainments(indicator, target, measures, today)
    limits = Bounds(rule.bound, rule.recovery, rule.raise_after, rule.recover_after)
    if rule.measure == "value":
        values, limits = _turned(target, [one.value for one in measures], limits)
    else:
        values = [share for share in shares if share is not None]
    firing = fires(values, limits, already=already and len(measures) >= POINTS)
    newest = measures[-1]
    return Finding(indicator.code, "", firing, target.value, newest.value, shares[-1], str(newest.period))


def _is_whole(rule: AlertRule, indicator: Indicator, one: Measure, today: date) -> bool:
    """A figure made of the units that reported so far says little until all had their time to report: judged sooner, it
    would raise an alert at the beginning of each period and take it back at its end."""
    if indicator.kind in COUNTED and one.period.end >= today:
        return False
    return not one.partial or after(one.period.end, rule.days, working=rule.working) < today


def _attainments(indicator: Indicator, target: Target, measures: Sequence[Measure], today: date) -> list[float | None]:
    """Percent of the target after each figure, as it was scored at the end of its period."""
    found: list[float | None] = []
    for count, newest in enumerate(measures, 1):
        on, percent = min(newest.period.end, today), indicator.percent
        share = judge(indicator.kind, target, measures[:count], on, percent=percent).attainment  # type: ignore[arg-type]
        found.append(None if share is None else 100 * share)
    return found


def _turned(target: Target, values: list[float], limits: Bounds) -> tuple[list[float], Bounds]:
    """Where less is better, both are seen from the other side."""
    if target.op not in {"<", "<="}:
        return values, Bounds(
            limits.bound, max(limits.bound, limits.recovery), limits.raise_after, limits.recover_after
        )
    recovery = max(-limits.recovery, -limits.bound)
    return [-one for one in values], Bounds(-limits.bound, recovery, limits.raise_after, limits.recover_after)


def _missing(
    rule: AlertRule, indicator: Indicator, measures: Sequence[Measure], today: date, already: bool
) -> Finding | None:
    target = indicator.target
    reported: Span | None = measures[-1].period.span if measures else None
    span: Span | None = rule.span or reported or (target.span if target else None)  # type: ignore[assignment]
    if target is None or span is None:
        return None
    due = last_due(today, span, rule)
    if not measures and not already and due.start < local_day(rule.changed_at):
        return None  # nobody was asked for it yet
    newest = measures[-1] if measures else None
    absent = newest is None or newest.period.end < due.end
    value = None if absent or newest is None else newest.value
    return Finding(indicator.code, "", absent, target.value, value, None, str(due))


def last_due(today: date, span: Span, rule: AlertRule) -> Period:
    """The newest period whose figure should be there by now."""
    period = containing(today, span).before
    while after(period.end, rule.days, working=rule.working) >= today:
        period = period.before
    return period


def by_place(found: Iterable[Finding]) -> Mapping[Place, Finding]:
    return {(one.code, one.area): one for one in found}
