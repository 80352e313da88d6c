"""A figure as the rules see it, and the verdict they give."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from monitoring.indicator.period import Period
from monitoring.indicator.tables import Span, Target

State = Literal["met", "on_the_way", "missed", "no_data", "not_scored"]
STATES: tuple[State, ...] = ("met", "on_the_way", "missed", "no_data", "not_scored")
SCORED: tuple[State, ...] = ("met", "on_the_way", "missed")


@dataclass(frozen=True, slots=True)
class Measure:
    """The province's figure of one period. `shared`: it is the percentage of units that have what is asked."""

    period: Period
    value: float
    numerator: float | None = None
    denominator: float | None = None
    shared: bool = False
    reported: int = 1
    expected: int | None = None

    @property
    def partial(self) -> bool:
        return self.expected is not None and self.reported < self.expected


@dataclass(frozen=True, slots=True)
class Verdict:
    """`attainment` is 0 to 1, None without data or target; 1 exactly where all that can be shown was shown.

    `reason` names the rule that spoke, `facts` the numbers it spoke of.
    """

    state: State
    reason: str
    attainment: float | None = None
    value: float | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: measures in order of time, on a day."""

    target: Target
    measures: Sequence[Measure]
    today: date

    @property
    def newest(self) -> Measure:
        return self.measures[-1]

    @property
    def due(self) -> bool:
        """The date set for it has passed."""
        return self.target.due_on is not None and self.today > self.target.due_on

    def of_year(self, year: int) -> list[Measure]:
        return [one for one in self.measures if one.period.year == year]


def each_day_once(measures: Sequence[Measure]) -> list[Measure]:
    """Of measures that may overlap, those of longer spans, and of shorter ones where no longer one is: a year's figure
    goes before its quarters', so that nothing is added up twice, and months go beside a quarter that is not theirs."""
    spans: tuple[Span, ...] = ("year", "quarter", "month", "week")
    kept: list[Measure] = []
    for one in sorted(measures, key=lambda one: spans.index(one.period.span)):
        if not any(one.period.start <= other.period.end and other.period.start <= one.period.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.period.start)


def capped(share: float) -> float:
    return min(max(share, 0.0), 1.0)
