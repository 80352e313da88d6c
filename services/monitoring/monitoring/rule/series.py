"""The newest figures of what a rule watches, by indicator and area."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, String, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from monitoring.indicator.period import Period
from monitoring.observation.tables import Observation
from monitoring.score.measure import Measure
from monitoring.score.tables import Figure

POINTS = 24
"""Figures of a series that are looked at."""
FINEST = ("week", "month", "quarter", "year")
Place = tuple[str, str]
"""Indicator and area; the area of the province is empty."""


async def series_at(session: AsyncSession, codes: Iterable[str], level: str) -> dict[Place, list[Measure]]:
    """In order of time, of the span that each series mostly has, so that a quarter does not count beside its months."""
    found: dict[Place, list[Measure]] = {}
    for row in await session.execute(_newest(level, list(codes))):
        found.setdefault((row.code, row.area), []).append(_measure(row))
    return {place: of_one_span(measures) for place, measures in found.items()}


def of_one_span(measures: Sequence[Measure]) -> list[Measure]:
    counts = Counter(one.period.span for one in measures)
    usual = max(counts, key=lambda span: (counts[span], -FINEST.index(span)))
    return [one for one in measures if one.period.span == usual][-POINTS:]


def _newest(level: str, codes: list[str]) -> Select[*tuple[Any, ...]]:
    """Spans may overlap, so some more than are looked at."""
    table = Figure if level == "province" else Observation
    area = literal("", String) if level == "province" else Observation.area
    rank = func.row_number().over(partition_by=(table.code, area), order_by=table.period_end.desc())
    facts = (table.span, table.period_start, table.period_end, table.value, table.numerator, table.denominator)
    shared = (Figure.shared, Figure.reported, Figure.expected) if table is Figure else ()
    query = select(table.code, area.label("area"), *facts, *shared, rank.label("rank"))
    query = query.where(table.code.in_(codes), table.value.is_not(None))
    ranked = (query.where(Observation.level == level) if table is Observation else query).subquery()
    newest = select(ranked).where(ranked.c.rank <= 2 * POINTS)
    return newest.order_by(ranked.c.code, ranked.c.area, ranked.c.period_end, ranked.c.period_start.desc())


def _measure(row: Any) -> Measure:
    return Measure(
        period=Period(row.period_start, row.period_end, row.span),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        shared=getattr(row, "shared", False),
        reported=getattr(row, "reported", 1),
        expected=getattr(row, "expected", None),
    )
