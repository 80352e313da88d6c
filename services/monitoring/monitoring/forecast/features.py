"""What the model sees of a series, a target and a date: 17 figures, all free of units."""

from dataclasses import dataclass
from math import log

import numpy as np

from monitoring.forecast.drift import Walk, walk
from monitoring.forecast.series import FULL, Floats, Series, slope

NAMES = (
    "level", "gap", "headroom",
    "baseline", "distance",
    "pace", "pace_short", "pace_s",
    "recent", "recent_short", "bend",
    "volatility", "jump", "falls",
    "bounded", "points", "reach",
)  # fmt: skip
GROUPS = {
    "gap": ("level", "gap", "headroom"),
    "walk": ("baseline", "distance"),
    "pace": ("pace", "pace_short", "pace_s"),
    "recent": ("recent", "recent_short", "bend"),
    "volatility": ("volatility", "jump", "falls"),
    "time": ("points", "reach"),
}
"""What belongs together when an answer is explained; each has words of its own."""
DIRECTIONS = {"gap": -1, "baseline": 1, "distance": -1, "pace_short": 1, "pace_s": 1, "recent_short": 1}
"""All that depends on the target, and how the chance follows it: asking for more never makes it more likely."""
RECENT = 4
"""Figures that count as recent."""
WIDEST = 8.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What does not depend on the target, in units of the series' scale where nothing else is said."""

    series: Series
    expected: Walk
    pace: float
    """Gained by the date at the usual pace, `recent` at the latest one, `s` along an S."""
    recent: float
    s: float
    bend: float
    jump: float
    falls: float
    reach: float
    """The way to the date in lengths of the series."""

    @classmethod
    def of(cls, series: Series, horizon: float) -> "Shape":
        """`horizon`: days from the last figure to the date, at least 1."""
        days, values, scale = series.days, series.values, series.scale
        steps = np.diff(values) / scale
        return cls(
            series,
            walk(series, horizon),
            pace=slope(days, values) * horizon / scale,
            recent=slope(days[-RECENT:], values[-RECENT:]) * horizon / scale,
            s=_along_an_s(series, horizon),
            bend=_bend(series) * horizon / scale,
            jump=float(steps[-1]) / max(float(np.std(steps)), 1e-4),
            falls=float((steps < 0).mean()),
            reach=min(horizon / series.span, WIDEST),
        )

    def facing(self, target: float) -> Floats:
        series, expected = self.series, self.expected
        gap, chance = (target - series.last) / series.scale, expected.chance(target)
        row = [
            series.last / series.scale, gap, (FULL - series.last) / FULL if series.bounded else 1.0,
            log(chance / (1 - chance)), (target - expected.mean) / expected.spread,
            self.pace, self.pace - gap, self.s - gap,
            self.recent, self.recent - gap, self.bend,
            expected.spread / series.scale, self.jump, self.falls,
            float(series.bounded), float(len(series.days)), self.reach,
        ]  # fmt: skip
        return np.asarray(np.clip(np.array(row), -WIDEST, 20))


def _bend(series: Series) -> float:
    """How much steeper the second half is than the first."""
    middle = len(series.days) // 2
    first = slope(series.days[: middle + 1], series.values[: middle + 1])
    return slope(series.days[middle - 1 :], series.values[middle - 1 :]) - first


def _along_an_s(series: Series, horizon: float) -> float:
    """Gained if a share goes on slower the fuller it is (straight in log odds); without a bound, straight in roots."""
    if not series.bounded:
        roots = np.sqrt(np.maximum(series.values, 0))
        end = max(float(roots[-1]) + slope(series.days, roots) * horizon, 0.0) ** 2
        return (end - series.last) / series.scale
    shares = np.clip(series.values / FULL, 0.005, 0.995)
    odds = np.log(shares / (1 - shares))
    end = float(np.clip(odds[-1] + slope(series.days, odds) * horizon, -30, 30))
    return 1 / (1 + float(np.exp(-end))) - series.last / FULL
