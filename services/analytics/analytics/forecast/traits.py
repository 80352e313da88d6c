"""What tells which method suits a series: figures of the series, and how each method did on its past."""

import numpy as np

from analytics.forecast.engine import METHODS, Row, Told

OF_SERIES = (
    "monthly",
    "yearly",
    "length",
    "season",
    "slope",
    "straight",
    "memory",
    "walk",
    "zeros",
    "recent",
    "apart",
)
NAMES = (*OF_SERIES, *(f"missed_{name}" for name in METHODS), *(f"higher_{name}" for name in METHODS))
FURTHEST = 4.0


def traits_of(values: Row, period: int, told: Told) -> list[float]:
    """In the order of NAMES, each about -4 to 4, none of them in the unit of the series."""
    still = told.season.remove(values)
    changes = np.diff(still)
    size = float(np.abs(changes).mean()) or 1.0
    spread = float(np.std(still)) or 1.0
    time = np.linspace(-1, 1, len(still))
    slope = float(time @ (still - still.mean()) / (time @ time))
    middle = told.ahead.mean(axis=0)
    figures = [
        float(period == 12),
        float(period == 1),
        np.log(len(values)) - 4,
        told.season.strength,
        abs(slope) / spread,
        2 * abs(slope) / (size * len(values)) * 4,
        _memory(changes),
        float(np.std(changes)) / spread,
        float((values == 0).mean()),
        float((still[-max(len(still) // 6, 1) :].mean() - still.mean()) / spread) * (1 if slope >= 0 else -1),
        float(np.abs(told.ahead - middle).mean()) / size,
        *_missed(told),
        *((told.ahead[:, -1] - middle[-1]) / size),
    ]
    return [float(np.clip(np.nan_to_num(one), -FURTHEST, FURTHEST)) for one in figures]


def _memory(changes: Row) -> float:
    away = changes - changes.mean()
    whole = float(away @ away)
    return float(away[1:] @ away[:-1]) / whole if whole > 0 else 0.0


def _missed(told: Told) -> Row:
    """Logarithm of what each missed at earlier origins in what all of them did."""
    if not len(told.origins):
        return np.zeros(len(METHODS))
    each = np.nanmean(np.abs(told.missed), axis=(1, 2))
    whole = float(each.mean())
    return np.log((each + 1e-9 * whole) / whole) if whole > 0 else np.zeros(len(METHODS))
