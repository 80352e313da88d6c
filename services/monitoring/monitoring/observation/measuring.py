"""What an indicator of its kind takes for a figure, and the value that follows from its parts."""

from dataclasses import dataclass
from typing import Any

from monitoring.indicator.period import Period, weeks_in
from monitoring.indicator.tables import Indicator
from monitoring.observation.schemas import ObservationFacts

ROUNDING = 0.51
"""A percentage given beside its parts may be rounded to whole numbers."""


class Unfit(ValueError):
    """`field` of the row, `message`: the text that says why, filled with `values`."""

    def __init__(self, field: str, message: str, **values: Any) -> None:
        super().__init__(message)
        self.field, self.message, self.values = field, f"observation.wrong.{message}", values


@dataclass(frozen=True, slots=True)
class Figures:
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


def measured(indicator: Indicator, data: ObservationFacts, period: Period) -> Figures:
    """Unfit says what is wrong with it."""
    if indicator.percent:
        return _percentage(indicator, data)
    match indicator.kind:
        case "binary":
            return _fact(data)
        case "document":
            return _document(data, period)
        case "cadence":
            return _count(data, period)
    return Figures(_given(data), data.numerator, data.denominator)


def _percentage(indicator: Indicator, data: ObservationFacts) -> Figures:
    if data.numerator is None and data.denominator is None:
        value = _given(data)
        if value > 100 and not indicator.excess:
            raise Unfit("value", "over_hundred")
        return Figures(value)
    if data.numerator is None or data.denominator is None:
        raise Unfit("numerator" if data.numerator is None else "denominator", "part_missing")
    if data.denominator == 0:
        return _nothing_to_count(indicator, data)
    if data.numerator > data.denominator and not indicator.excess:
        raise Unfit("numerator", "exceeds", numerator=data.numerator, denominator=data.denominator)
    value = 100 * data.numerator / data.denominator
    if data.value is not None and abs(data.value - value) > ROUNDING:
        raise Unfit("value", "differs", given=data.value, computed=round(value, 2))
    return Figures(value, data.numerator, data.denominator)


def _nothing_to_count(indicator: Indicator, data: ObservationFacts) -> Figures:
    """Nothing of nothing is no percentage: neither 0 nor 100."""
    if data.numerator or not indicator.empty:
        raise Unfit("denominator", "denominator_zero")
    return Figures(None, 0.0, 0.0)


def _fact(data: ObservationFacts) -> Figures:
    value = _given(data)
    if value not in {0, 1}:
        raise Unfit("value", "not_a_fact")
    return Figures(value)


def _document(data: ObservationFacts, period: Period) -> Figures:
    """A document is known by its number, date and title; 0 says that there is none."""
    value = 1.0 if data.value is None and data.document_number else _given(data)
    _whole(value)
    if not value:
        return Figures(0.0)
    for name in ("document_number", "document_on", "document_title"):
        if not getattr(data, name):
            raise Unfit(name, "document_missing")
    if data.document_on and data.document_on > period.end:
        raise Unfit("document_on", "document_later", period=str(period))
    return Figures(value)


def _count(data: ObservationFacts, period: Period) -> Figures:
    """How often; beside it, in how many weeks of how many, which a sum cannot tell."""
    value = _given(data)
    _whole(value)
    if (data.numerator is None) != (data.denominator is None):
        raise Unfit("numerator" if data.numerator is None else "denominator", "part_missing")
    if data.numerator is not None and data.denominator is not None:
        most = weeks_in(period.start, period.end) + 1
        if not data.numerator <= data.denominator <= most:
            raise Unfit("numerator", "weeks", most=most)
    return Figures(value, data.numerator, data.denominator)


def _whole(value: float) -> None:
    if value != int(value):
        raise Unfit("value", "not_whole")


def _given(data: ObservationFacts) -> float:
    if data.value is None:
        raise Unfit("value", "value_missing")
    return data.value
