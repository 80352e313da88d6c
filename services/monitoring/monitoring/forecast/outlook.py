"""A whole forecast of one series: the chance of its target, why, and the range of figures on the way to the date.

The model tells the chance of reaching any figure, not of the target alone; asked for many figures it gives the
distribution of what is to come, which agrees with the chance by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from monitoring.forecast.features import Shape
from monitoring.forecast.model import Drift, chance_of, influences, series_of
from monitoring.forecast.series import Floats, Series, held

LOW, MIDDLE, HIGH = 0.9, 0.5, 0.1
"""Chances of being at or above: between the outer two the figure lies four times in five."""
QUESTIONS = 41
STEPS = 6
REASONS = 3


@dataclass(frozen=True, slots=True)
class Range:
    days: float
    """After the last figure."""
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Outlook:
    chance: float
    baseline: float
    fan: Sequence[Range]
    reasons: Sequence[tuple[str, float]]

    @property
    def end(self) -> Range:
        return self.fan[-1]


def outlook(fitted: Any, features: Mapping[str, Any]) -> Outlook:
    series, horizon = series_of(features), features["horizon"]
    ways = np.linspace(0, horizon, STEPS + 1)[1:].tolist()
    row = Shape.of(series, horizon).facing(features["target"])
    moved = [one for one in influences(fitted, features)[:REASONS] if abs(one[1]) >= 0.01]
    fan = ranges_of(fitted, series, ways)
    return Outlook(float(chance_of(fitted, row[None, :])[0]), Drift().chance(features), fan, moved)


def ranges_of(fitted: Any, series: Series, ways: Sequence[float]) -> list[Range]:
    """`ways`: days after the last figure."""
    shapes = [Shape.of(series, max(days, 1.0)) for days in ways]
    asked = [_questions(series, shape) for shape in shapes]
    rows = [shape.facing(float(one)) for shape, some in zip(shapes, asked, strict=True) for one in some]
    chances = chance_of(fitted, np.array(rows)).reshape(len(ways), QUESTIONS)
    return [_range(*one) for one in zip(ways, asked, chances, strict=True)]


def _range(days: float, asked: Floats, chances: Floats) -> Range:
    falling = np.minimum.accumulate(chances)
    low, middle, high = (_figure(asked, falling, share) for share in (LOW, MIDDLE, HIGH))
    return Range(days, low, middle, high)


def _questions(series: Series, shape: Shape) -> Floats:
    expected, reach = shape.expected, max(abs(shape.pace), abs(shape.recent), abs(shape.s)) * series.scale
    least = min(series.last, expected.mean) - 3 * expected.spread - reach
    most = max(series.last, expected.mean) + 3 * expected.spread + reach
    return np.linspace(held(least, series), max(held(most, series), held(least, series) + 1e-6), QUESTIONS)


def _figure(asked: Floats, falling: Floats, share: float) -> float:
    """Where the chance falls through `share`; the edge where it never does."""
    return float(np.interp(-share, -falling, asked))
