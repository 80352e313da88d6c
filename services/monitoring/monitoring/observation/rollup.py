"""The province's figure of a period: as it was reported, or made of what its units reported.

Ratios add up numerators and denominators. What is there or not, and how often something happens in each unit, becomes
the share of units that have it. Percentages without their parts cannot be added up, so they make no figure.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, case, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from kit.rows import upsert
from kit.units import BeforeRecord, Level, register
from monitoring.indicator.tables import Indicator
from monitoring.observation.tables import Observation
from monitoring.score.tables import Figure

LEVELS = ("province", "commune", "district", "agency")


async def roll_up(
    session: AsyncSession, indicators: Mapping[str, Indicator], periods: Iterable[tuple[str, str]], now: datetime
) -> None:
    """`periods`: pairs of indicator and period whose observations, or whose target, became others."""
    wanted: dict[str, list[str]] = {}
    for code, period in sorted(set(periods)):
        wanted.setdefault(code, []).append(period)
    rows: list[dict[str, Any]] = []
    for code, texts in wanted.items():
        sums = (await session.execute(_sums(indicators[code], texts))).all()
        rows += _figures(indicators[code], sums, now)
    await _write(session, wanted, rows)


async def periods_of(session: AsyncSession, code: str) -> list[tuple[str, str]]:
    found = await session.scalars(select(Observation.period).where(Observation.code == code).distinct())
    return [(code, period) for period in found]


def _sums(indicator: Indicator, periods: list[str]) -> Select[*tuple[Any, ...]]:
    target = indicator.target
    needed = 1.0 if indicator.kind != "cadence" or target is None else target.value
    enough = case((Observation.value >= _needed(indicator, needed), 1), else_=0)
    return (
        select(
            Observation.period,
            Observation.level,
            func.min(Observation.period_start).label("start"),
            func.min(Observation.period_end).label("end"),
            func.min(Observation.span).label("span"),
            func.count().label("reported"),
            func.sum(Observation.value).label("total"),
            func.sum(Observation.numerator).label("numerator"),
            func.sum(Observation.denominator).label("denominator"),
            func.count(Observation.value).filter(Observation.denominator.is_(None)).label("unparted"),
            func.sum(enough).label("enough"),
            func.max(Observation.document_on).label("document_on"),
            func.bool_or(Observation.demo).label("demo"),
            func.max(Observation.recorded_at).label("observed_at"),
        )
        .where(Observation.code == indicator.code, Observation.period.in_(periods))
        .group_by(Observation.period, Observation.level)
    )


def _needed(indicator: Indicator, needed: float) -> Any:
    """A count due each week has to be that many times the weeks of its period."""
    if indicator.kind != "cadence" or indicator.target_span != "week":
        return needed
    days = Observation.period_end - Observation.period_start + 1
    return needed * func.greatest(days / 7, 1)


def _figures(indicator: Indicator, sums: Iterable[Row[Any]], now: datetime) -> list[dict[str, Any]]:
    """One a period: of the level that says most about the province."""
    by_period: dict[str, list[Row[Any]]] = {}
    for row in sums:
        by_period.setdefault(row.period, []).append(row)
    best = [min(rows, key=_rank) for rows in by_period.values()]
    return [_figure(indicator, row, now) for row in best]


def _rank(row: Row[Any]) -> tuple[bool, float, int]:
    """The province's own report goes first, then the level most units of which reported."""
    expected = expected_units(row.level, row.end)
    covered = row.reported / expected if expected else 0.0
    return row.level != "province", -covered, LEVELS.index(row.level)


def _figure(indicator: Indicator, row: Row[Any], now: datetime) -> dict[str, Any]:
    value, numerator, denominator, shared = _value(indicator, row)
    return {
        "code": indicator.code,
        "period": row.period,
        "span": row.span,
        "period_start": row.start,
        "period_end": row.end,
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "level": row.level,
        "reported": row.reported,
        "expected": expected_units(row.level, row.end),
        "shared": shared,
        "document_on": row.document_on,
        "documents": int(row.total or 0) if indicator.kind == "document" and not indicator.percent else 0,
        "demo": row.demo,
        "observed_at": row.observed_at,
        "changed_at": now,
    }


def _value(indicator: Indicator, row: Row[Any]) -> tuple[float | None, float | None, float | None, bool]:
    """Value, numerator, denominator, and whether it is a share of units."""
    if row.level == "province":
        return row.total, row.numerator, row.denominator, False
    if indicator.percent:
        whole = not row.unparted and row.denominator
        return (100 * row.numerator / row.denominator if whole else None), row.numerator, row.denominator, False
    if indicator.kind in {"binary", "cadence"} and (indicator.kind == "binary" or indicator.target):
        return 100 * row.enough / row.reported, float(row.enough), float(row.reported), True
    return row.total, None, None, False


@cache
def expected_units(level: str, day: date) -> int | None:
    """Districts or communes there were on a day; agencies need not all report, so their number says nothing."""
    if level not in {"district", "commune"}:
        return 1 if level == "province" else None
    try:
        return len(register().units_at(day, Level(level))) or None
    except BeforeRecord:
        return None


async def _write(session: AsyncSession, wanted: Mapping[str, list[str]], rows: list[dict[str, Any]]) -> None:
    """Figures of periods that have no observation any more go."""
    places = [(code, period) for code, periods in wanted.items() for period in periods]
    gone = set(places) - {(row["code"], row["period"]) for row in rows}
    if gone:
        await session.execute(delete(Figure).where(tuple_(Figure.code, Figure.period).in_(gone)))
    await upsert(session, Figure, rows)
