"""Classical decomposition. Instead of a test for seasons, which is right or wrong at 90 %, their indices are drawn
towards none by as much as their own noise says (Miller and Williams 2003)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Season:
    """Indices by phase of the year, the first for the first point. `strength` is what noise left of them, 0 to 1."""

    indices: Row
    multiplies: bool
    strength: float

    def remove(self, values: Row) -> Row:
        along = self._along(0, len(values))
        return values / along if self.multiplies else values - along

    def put_back(self, values: Row, start: int) -> Row:
        """`values` (…, steps) of which the first stands at `start`, counted from the first point."""
        along = self._along(start, values.shape[-1])
        return values * along if self.multiplies else values + along

    def _along(self, start: int, count: int) -> Row:
        return self.indices[np.arange(start, start + count) % len(self.indices)]


def decompose(values: Row, period: int, *, multiplies: bool) -> Season:
    """Without a season where there are fewer than two whole periods."""
    nothing = Season(np.full(max(period, 1), 1.0 if multiplies else 0.0), multiplies, 0.0)
    if period < 2 or len(values) < 2 * period + 1:
        return nothing
    middle = _moving_average(values, period)
    inside = values[period // 2 : period // 2 + len(middle)]
    away = inside / middle - 1 if multiplies else inside - middle
    phases = (np.arange(len(away)) + period // 2) % period
    raw, strength = _indices(away, phases, period)
    drawn = (raw - raw.mean()) * strength
    if multiplies:
        drawn = np.maximum(1 + drawn, 0.02)
        drawn /= drawn.mean()
    return Season(drawn, multiplies, strength)


def _moving_average(values: Row, period: int) -> Row:
    """Centred over one period; over an even one the ends weigh half."""
    weights = np.ones(period) if period % 2 else np.array([0.5, *np.ones(period - 1), 0.5])
    return np.convolve(values, weights / weights.sum(), mode="valid")


def _indices(away: Row, phases: NDArray[np.intp], period: int) -> tuple[Row, float]:
    """Trimmed means by phase and the share of their variance that noise does not explain (James-Stein)."""
    middle, noise = np.zeros(period), 0.0
    for phase in range(period):
        here = np.sort(away[phases == phase])
        cut = len(here) // 5
        kept = here[cut : len(here) - cut]
        middle[phase] = kept.mean() if len(kept) else 0.0
        noise += float(((here - middle[phase]) ** 2).sum())
    free = max(len(away) - period, 1)
    error = noise / free * period / len(away)
    spread = float(((middle - middle.mean()) ** 2).sum()) / max(period - 1, 1)
    return middle, max(0.0, 1 - (period - 3) / (period - 1) * error / spread) if spread > 0 else 0.0
