"""The baseline: a random walk with drift, whose chance and range at a date are known in closed form.

Between figures it gains `drift` a day and spreads by `variance` a day; that the drift is itself estimated from so many
days adds to the spread. With gaps that differ, each step is weighed by its length.
"""

from dataclasses import dataclass
from math import erf, sqrt

import numpy as np

from monitoring.forecast.series import Series

SURE = 0.005
"""No chance is told as 0 or 1: one surprise would then count without bound."""
STILL = 0.002
"""Of the scale: what even a series that never moved may be off by."""


@dataclass(frozen=True, slots=True)
class Walk:
    mean: float
    spread: float
    """Standard deviation at the date."""

    def chance(self, target: float) -> float:
        """Of being at or above the target."""
        inside = 0.5 * (1 + erf((self.mean - target) / (self.spread * sqrt(2))))
        return min(max(inside, SURE), 1 - SURE)


def walk(series: Series, horizon: float) -> Walk:
    """`horizon`: days after the last figure."""
    steps, gaps = np.diff(series.values), np.maximum(np.diff(series.days), 1.0)
    drift = float(steps.sum() / gaps.sum())
    variance = float(((steps - drift * gaps) ** 2 / gaps).sum() / max(len(steps) - 1, 1))
    spread = sqrt(variance * horizon * (1 + horizon / series.span))
    return Walk(series.last + drift * horizon, max(spread, STILL * series.scale))
