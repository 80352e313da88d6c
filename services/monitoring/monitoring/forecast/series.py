"""A short series of figures: 4 to 20 of them, with gaps between them that differ, ending some days before a date."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST, MOST = 4, 20
FULL = 100.0
"""What a share cannot exceed."""


@dataclass(frozen=True, slots=True)
class Series:
    """`days`: rising, from any zero; `bounded`: shares in percent, between 0 and 100. Higher is better."""

    days: Floats
    values: Floats
    bounded: bool

    @classmethod
    def of(cls, days: Sequence[float], values: Sequence[float], *, bounded: bool) -> "Series":
        """The newest figures, as many as count."""
        return cls(np.asarray(days[-MOST:], float), np.asarray(values[-MOST:], float), bounded)

    @property
    def last(self) -> float:
        return float(self.values[-1])

    @property
    def span(self) -> float:
        return max(float(self.days[-1] - self.days[0]), 1.0)

    @property
    def scale(self) -> float:
        """What differences are measured in: all of a share, or the largest figure."""
        return FULL if self.bounded else max(float(np.abs(self.values).max()), 1e-9)


def held(value: float, series: Series) -> float:
    """Within what the figure can be."""
    return min(max(value, 0.0), FULL) if series.bounded else max(value, 0.0)


def slope(days: Floats, values: Floats) -> float:
    """The median of the slopes between all pairs (Theil and Sen): a single wrong figure does not turn it."""
    first, second = np.triu_indices(len(days), 1)
    apart = days[second] - days[first]
    return float(np.median((values[second] - values[first]) / np.maximum(apart, 1e-9)))
