"""Observations as they come in, against their indicator, place and period: what would be written, or what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kit.sheet.lines import Wrong
from monitoring.agency.tables import Agency
from monitoring.indicator.period import Period, read_period
from monitoring.indicator.tables import Indicator
from monitoring.observation.area import place
from monitoring.observation.measuring import Unfit, measured
from monitoring.observation.reporter import Reporter
from monitoring.observation.schemas import ObservationCreate, ObservationFacts

Key = tuple[str, str, str, str]
COPIED = ("document_number", "document_on", "document_title", "document_abstract", "source", "note", "evidence")
COMPARED = ("value", "numerator", "denominator", *COPIED)


@dataclass(frozen=True)
class Ground:
    """What rows are checked against."""

    indicators: Mapping[str, Indicator]
    agencies: Mapping[str, Iterable[Agency]]
    reporter: Reporter
    today: date


@dataclass
class Prepared:
    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


def prepare(ground: Ground, rows: Iterable[tuple[int, ObservationCreate]], into: Prepared) -> None:
    """`rows` with their number; adds to what was prepared of the same file before."""
    for number, data in rows:
        key = (data.code, data.level, data.area, data.period)
        if (before := into.lines.setdefault(key, number)) != number:
            into.wrong.append(Wrong(number, "", "observation.wrong.twice", "", {"line": before}))
            continue
        try:
            into.rows[key] = fitting(ground, data)
        except Unfit as error:
            value = str(getattr(data, error.field, "") or "")
            into.wrong.append(Wrong(number, error.field, error.message, value, error.values))


def fitting(ground: Ground, data: ObservationCreate) -> dict[str, Any]:
    """The columns of the row; Unfit where it does not fit. Who may not report there is told there is nothing."""
    indicator = ground.indicators.get(data.code)
    if indicator is None:
        raise Unfit("code", "indicator_unknown", code=data.code)
    period = read_period(data.period)
    if period.start > ground.today:
        raise Unfit("period", "future", period=data.period)
    area_from = place(data.level, data.area, period.end, ground.agencies)
    if not ground.reporter.may_report(indicator, data.level, data.area):
        raise Unfit("area" if data.area else "code", "foreign", code=data.code)
    return {
        "code": data.code,
        "level": data.level,
        "area": data.area,
        "area_from": area_from,
        "period": data.period,
        "span": period.span,
        "period_start": period.start,
        "period_end": period.end,
        **figures_of(ground, indicator, data, period),
    }


def figures_of(ground: Ground, indicator: Indicator, data: ObservationFacts, period: Period) -> dict[str, Any]:
    if data.document_on and data.document_on > ground.today:
        raise Unfit("document_on", "document_future")
    found = measured(indicator, data, period)
    parts = {"value": found.value, "numerator": found.numerator, "denominator": found.denominator}
    return parts | {name: getattr(data, name) for name in COPIED}
