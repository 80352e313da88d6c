"""One indicator by agency, district or commune, in the units of the period's date.

Units change: 209 communes became 192, then 99. A unit is compared with an earlier period only where every unit it
followed went into it whole; then their parts are added up. Everything else is shown for its own structure alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.agencies import agency_names
from kit.text import sort_key
from kit.units import BeforeRecord, Level, Unit, register
from monitoring.agency.tables import Agency
from monitoring.board.schemas import Breakdown, BreakdownFilter, BreakdownRow
from monitoring.indicator.period import WrongPeriod, read_period, weeks_in
from monitoring.indicator.tables import Indicator
from monitoring.observation.area import name_of
from monitoring.observation.tables import Observation

MOST_PERIODS = 100


@dataclass(frozen=True, slots=True)
class Parts:
    value: float | None
    numerator: float | None
    denominator: float | None


async def read_breakdown(session: AsyncSession, indicator: Indicator, wanted: BreakdownFilter) -> Breakdown:
    periods = await _periods(session, indicator.code, wanted.level)
    period = _chosen(wanted.period, periods) or (periods[0] if periods else "")
    against = _chosen(wanted.against, periods)
    if not period:
        return Breakdown(level=wanted.level, period="", against="", periods=[], rows=[], expected=None, reported=0)
    now = await _rows(session, indicator.code, wanted.level, period)
    before = await _rows(session, indicator.code, wanted.level, against) if against else {}
    rows = await _table(session, indicator, wanted.level, (period, now), (against, before))
    units = _units(wanted.level, read_period(period).end)
    return Breakdown(
        level=wanted.level,
        period=period,
        against=against,
        periods=periods,
        rows=_sorted(rows, wanted.sort),
        expected=len(units) or None,
        reported=len(now),
    )


def carried(old: Mapping[str, Parts], was: date, level: str, new: str, on: date) -> tuple[Parts | None, bool]:
    """What a unit of `on` was on the day `was`, and whether that cannot be told."""
    if level == "agency":
        return old.get(new), False
    units = register()
    try:
        unit = units.find_unit(new, on=on)
        roots = units.predecessors(unit, on=was) if unit else []
    except BeforeRecord:
        return None, True
    if len(roots) == 1 and [one.key for one in units.successors(roots[0], on=on)] == [(new, unit.valid_from)]:  # type: ignore[union-attr]
        return old.get(roots[0].code), False
    whole = bool(roots) and all(len(units.successors(one, on=on)) == 1 for one in roots)
    return _added(old.get(one.code) for one in roots) if whole else None, not whole


def _added(parts: Iterable[Parts | None]) -> Parts | None:
    """Of all of them, or nothing: a unit that did not report leaves a hole."""
    found = list(parts)
    if any(one is None or one.numerator is None or one.denominator is None for one in found):
        return None
    above = sum(one.numerator or 0 for one in found if one)
    below = sum(one.denominator or 0 for one in found if one)
    return Parts(100 * above / below if below else None, above, below)


async def _table(
    session: AsyncSession,
    indicator: Indicator,
    level: str,
    now: tuple[str, Mapping[str, Observation]],
    before: tuple[str, Mapping[str, Observation]],
) -> list[BreakdownRow]:
    end = read_period(now[0]).end
    names = await agency_names(session, Agency) if level == "agency" else {}
    old = {area: Parts(one.value, one.numerator, one.denominator) for area, one in before[1].items()}
    was = read_period(before[0]).end if before[0] else None
    areas = dict.fromkeys([*now[1], *(unit.code for unit in _units(level, end))])
    rows = []
    for area in areas:
        earlier, unclear = carried(old, was, level, area, end) if was else (None, False)
        found = now[1].get(area)
        rows.append(_row(indicator, area, name_of(level, area, end, names), found, (earlier, unclear)))
    return rows


def _row(
    indicator: Indicator, area: str, name: str, found: Observation | None, earlier: tuple[Parts | None, bool]
) -> BreakdownRow:
    return BreakdownRow(
        area=area,
        area_name=name,
        value=found.value if found else None,
        numerator=found.numerator if found else None,
        denominator=found.denominator if found else None,
        reported=found is not None,
        reached=_reached(indicator, found),
        before=earlier[0].value if earlier[0] else None,
        unclear=earlier[1],
        demo=bool(found and found.demo),
    )


def _reached(indicator: Indicator, found: Observation | None) -> bool | None:
    """A count due each week has to be that many times the weeks of its period."""
    target = indicator.target
    if target is None or found is None or found.value is None:
        return None
    weekly = indicator.kind == "cadence" and target.span == "week"
    return target.reached_by(found.value / weeks_in(found.period_start, found.period_end) if weekly else found.value)


def _sorted(rows: list[BreakdownRow], sort: str) -> list[BreakdownRow]:
    """By name unless asked otherwise; what has no value comes last either way."""
    key, falling = sort.removeprefix("-") or "area", sort.startswith("-")
    if key in {"value", "before"}:
        known = [one for one in rows if getattr(one, key) is not None]
        return sorted(known, key=lambda one: (getattr(one, key), one.area), reverse=falling) + [
            one for one in rows if getattr(one, key) is None
        ]
    return sorted(rows, key=lambda one: one.area if key == "code" else sort_key(one.area_name), reverse=falling)


def _units(level: str, on: date) -> Sequence[Unit]:
    """Districts or communes of a day; those that did not report are shown as such."""
    if level not in {"district", "commune"}:
        return ()
    try:
        return register().units_at(on, Level(level))
    except BeforeRecord:
        return ()


async def _periods(session: AsyncSession, code: str, level: str) -> list[str]:
    """Newest first."""
    query = select(Observation.period, Observation.period_end).where(
        Observation.code == code, Observation.level == level
    )
    found: Any = await session.execute(query.distinct().order_by(Observation.period_end.desc()).limit(MOST_PERIODS))
    return [row.period for row in found]


def _chosen(text: str, periods: list[str]) -> str:
    try:
        period = str(read_period(text)) if text else ""
    except WrongPeriod:
        return ""
    return period if period in periods else ""


async def _rows(session: AsyncSession, code: str, level: str, period: str) -> dict[str, Observation]:
    end = read_period(period).end
    query = select(Observation).where(
        Observation.code == code,
        Observation.level == level,
        Observation.period_end == end,
        Observation.period == period,
    )
    return {one.area: one for one in await session.scalars(query)}
