"""Writes decisions and figures of the demo province, once: what people made of them since is left alone."""

from collections.abc import Mapping
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.text import fold, sort_key
from kit.units import register
from monitoring.agency.tables import Agency
from monitoring.indicator.queries import indicators_by_code
from monitoring.indicator.service import write_plan
from monitoring.indicator.tables import Decision, Indicator
from monitoring.observation.preparing import Ground, Prepared, prepare
from monitoring.observation.reporter import Reporter
from monitoring.observation.service import keep
from monitoring.observation.tables import Observation
from monitoring.observation.writing import Origin
from monitoring.score.service import rescore
from simulators.demo.monitoring.course import Course, Decided, read_course
from simulators.demo.monitoring.figures import observations

DEMO = Reporter("Bộ nạp dữ liệu mẫu", everywhere=True, demo=True)


async def add_figures(session: AsyncSession, now: datetime) -> int:
    """How many observations were added; none where the demo was loaded before."""
    await write_plan(session)
    if await session.scalar(select(exists().where(Observation.demo))):
        return 0
    course, indicators = read_course(), await indicators_by_code(session)
    for indicator in indicators.values():
        _decide(indicator, course, now)
    await session.flush()
    ground = Ground(indicators, _agencies(), DEMO, local_day(now))
    prepared = Prepared()
    prepare(ground, enumerate(observations(course, ground.today), 1), prepared)
    if prepared.wrong:
        raise ValueError(f"the demo's own figures are wrong: {prepared.wrong[:3]}")
    written = await keep(session, prepared, Origin("demo", DEMO, now, DEMO.name))
    await rescore(session, now)
    return len(written.added)


def _decide(indicator: Indicator, course: Course, now: datetime) -> None:
    decision = indicator.decision
    if decision.changed_at is not None:
        return
    own, usual = course.decision.get(indicator.code, Decided()), course.pillar[indicator.pillar]
    decision.lead_agency, decision.due_on = own.lead or usual.lead, own.due or usual.due
    _figures(decision, own)
    decision.denominator = own.denominator
    decision.demo, decision.changed_at, decision.changed_by = True, now, DEMO.name


def _figures(decision: Decision, own: Decided) -> None:
    if own.target is not None:
        decision.target_op, decision.target_value, decision.target_span = ">=", own.target, own.in_each
    decision.baseline_value, decision.baseline_period = own.baseline, own.baseline_period


def _agencies() -> Mapping[str, list[Agency]]:
    """The demo is loaded before the gateway tells of agencies, so they come from the record of the province."""
    found: dict[str, list[Agency]] = {}
    for one in register().agencies:
        found.setdefault(one.code, []).append(
            Agency(
                member_id=uuid5(NAMESPACE_OID, f"{one.code} {one.valid_from}"),
                code=one.code,
                name=one.name,
                name_folded=fold(one.name),
                sort_key=sort_key(one.name),
                valid_from=one.valid_from,
                valid_to=one.valid_to,
                version=0,
            )
        )
    return found
