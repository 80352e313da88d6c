"""The figures of the demo province as observations, in the units of each period."""

from collections.abc import Iterator
from datetime import date
from random import Random

from kit.units import Level, register
from monitoring.indicator.period import Period, containing, periods
from monitoring.indicator.tables import Span
from monitoring.observation.schemas import ObservationCreate
from simulators.demo.monitoring.course import Course, Growth, counted, grown

FIRST = date(2022, 7, 1)
AGENCIES_FROM = date(2025, 4, 1)
SOURCE = "Bộ nạp dữ liệu mẫu"


def observations(course: Course, today: date) -> Iterator[ObservationCreate]:
    yield from _of_province(course, today)
    for code, growth in course.communes.items():
        yield from _by_commune(code, growth, today)
    for code, growth in course.agencies.items():
        yield from _by_agency(code, growth, today)


def ended(span: Span, first: date, today: date) -> list[Period]:
    """Those that are over."""
    return [one for one in periods(span, first, today) if one.end < today]


def _of_province(course: Course, today: date) -> Iterator[ObservationCreate]:
    for code, growth in course.quarterly.items():
        for period, value in grown(growth, ended("quarter", FIRST, today), code):
            yield _parts(code, period, value, growth.whole)
    for code, growth in course.yearly.items():
        for period, value in grown(growth, ended("year", FIRST, today), code):
            yield _one(code, period, value=round(value, 1))
    yield from _of_events(course, today)


def _of_events(course: Course, today: date) -> Iterator[ObservationCreate]:
    for code, counts in course.counts.items():
        first = FIRST if counts.span != "week" else date(today.year, 1, 5)
        for period, count in counted(counts, ended(counts.span, first, today), code):
            yield _one(code, period, value=count)
    for code, fact in course.facts.items():
        for period in ended("quarter", FIRST, today):
            yield _one(code, period, value=float(fact.since is not None and fact.since <= period.end))
    for code, documents in course.documents.items():
        for number, on in enumerate(documents.dates, 1):
            yield _document(code, number, on, documents.title)


def _document(code: str, number: int, on: date, title: str) -> ObservationCreate:
    period = containing(on, "year")
    reference = f"{number:02}{on:%m%d}/MẪU"
    return _one(code, period, document_number=reference, document_on=on, document_title=f"{title} (mẫu)")


def _by_commune(code: str, growth: Growth, today: date) -> Iterator[ObservationCreate]:
    """Each year in the communes of its last day, the running one by quarter. A commune keeps its pace."""
    spans = [*ended("year", FIRST, today), *ended("quarter", date(today.year, 1, 1), today)]
    for period, value in grown(growth, spans, code):
        for unit in register().units_at(period.end, Level.COMMUNE):
            own = Random(f"{code} {unit.code}")  # noqa: S311 - nothing secret
            whole = growth.whole * own.uniform(0.5, 1.7)
            near = min(value * own.uniform(0.86, 1.1), 100.0)
            yield _parts(code, period, near, whole, level="commune", area=unit.code)


def _by_agency(code: str, growth: Growth, today: date) -> Iterator[ObservationCreate]:
    for period, value in grown(growth, ended("quarter", AGENCIES_FROM, today), code):
        for agency in register().agencies_at(period.end):
            own = Random(f"{code} {agency.code}")  # noqa: S311 - nothing secret
            whole = max(growth.whole * own.uniform(0.4, 1.8), 2)
            yield _parts(
                code, period, min(value * own.uniform(0.9, 1.05), 100), whole, level="agency", area=agency.code
            )


def _parts(code: str, period: Period, value: float, whole: float, **where: str) -> ObservationCreate:
    below = max(round(whole), 1)
    above = min(round(below * value / 100), below)
    return _one(code, period, numerator=above, denominator=below, **where)


def _one(code: str, period: Period, **values: object) -> ObservationCreate:
    return ObservationCreate.model_validate({"code": code, "period": str(period), "source": SOURCE, **values})
