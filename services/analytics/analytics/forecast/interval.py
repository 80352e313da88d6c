"""How far a forecast may miss: conformal, from what it missed at earlier origins of the same series.

Misses grow with the horizon like a power of it, which is learned from them, between not at all and in proportion; they
are brought to one step, and their quantile is carried back. So intervals never become narrower with the horizon.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEVELS = (0.8, 0.95)
POWERS = np.linspace(0.0, 1.0, 21)
EXPECTED, SURE = 0.4, 0.25
"""Of the power, before anything is seen: between noise about a level (0) and a walk (0.5)."""
NORMAL = {0.8: 1.2816, 0.95: 1.96}
WIDER = {0.8: 0.95, 0.95: 1.04}
"""Settled on synthetic series of other seeds than those that judge."""


def half_widths(missed: Array, changes: Array, horizon: int) -> dict[float, Array]:
    """`missed` (origins, horizon) with not-a-numbers; `changes` of the series by one step, which stand in for misses
    where no origin could be tried. By level: half widths (horizon), never shrinking."""
    steps = np.arange(1.0, horizon + 1)
    known = np.isfinite(missed)
    if known.sum() < 3:
        return _of_changes(changes, steps)
    size, step = np.abs(missed[known]), np.broadcast_to(steps, missed.shape)[known]
    power = _power(size, step)
    alike = size / step**power
    origins = int(known.any(axis=1).sum())
    spread = float(np.sqrt((alike**2).mean()))
    return {level: _quantile(alike, spread, level, origins) * steps**power for level in LEVELS}


def _power(size: Array, step: Array) -> float:
    """By likelihood of normal misses, each origin's counted once, and what was expected."""
    scaled = size[:, None] / step[:, None] ** POWERS
    variance = (scaled**2).mean(axis=0)
    if not variance.min() > 0:
        return EXPECTED
    independent = len(size) / np.sqrt(max(step.max(), 1.0))
    fit = -0.5 * independent * (np.log(variance) + 2 * POWERS * np.log(step).mean())
    fit -= 0.5 * ((POWERS - EXPECTED) / SURE) ** 2
    shares = np.exp(fit - fit.max())
    return float(shares @ POWERS / shares.sum())


def _quantile(alike: Array, spread: float, level: float, origins: int) -> float:
    """The empirical one as far as there are misses for it, of a normal with fewer than certain degrees elsewhere."""
    rank = min(np.ceil((len(alike) + 1) * level) / len(alike), 1.0)
    seen = float(np.quantile(alike, rank))
    few = 1 + 1.5 / max(origins, 1)
    return WIDER[level] * few * (0.5 * seen + 0.5 * NORMAL[level] * spread)


def _of_changes(changes: Array, steps: Array) -> dict[float, Array]:
    spread = float(np.sqrt((changes**2).mean())) if len(changes) else 0.0
    few = 1 + 3 / max(len(changes), 1)
    return {level: NORMAL[level] * few * spread * np.sqrt(steps) for level in LEVELS}
