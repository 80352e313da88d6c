"""Simple smoothing and the Theta method in its classic (Assimakopoulos and Nikolopoulos 2000) and its dynamic optimised
form (Fiorucci and others 2016), all from one pass of simple smoothing.

In Fiorucci's form the one-step error is e = e_ses - c d, with c = 1 - 1 / theta and d the pull of the regression line
of what was seen so far; it is linear in c and in the first level, so both have a closed form for every alpha.
"""

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.smoothing import ALPHAS, Array, averaged

CLASSIC = 0.5
"""theta = 2"""
PARALLEL = 1e-6
"""A pull that is like the first level's own is left out instead of told by rounding."""
FIRST = 2
"""Points before the line of the dynamic form means anything."""


def theta_family(rows: Array, lengths: NDArray[np.intp], horizon: int) -> tuple[Array, Array, Array]:
    """Forecasts (rows, horizon): simple smoothing, classic Theta, dynamic optimised Theta."""
    count, steps = rows.shape
    alpha = ALPHAS[:, None]
    start = np.tile(rows[:, 0], (len(ALPHAS), 1))
    errors, levels = _simple(rows, start, alpha)
    fade: Array = (1 - alpha) ** np.arange(float(steps))  # what a unit more of first level adds to each error, negated
    intercept, slope = _lines(rows)
    ends, here = lengths - 1, np.arange(count)
    last_level, last_fade = levels[ends, :, here].T, (fade * (1 - alpha))[:, ends]
    pull = _pull(fade, intercept, slope, alpha)
    told = []
    for kind in ("simple", "classic", "dynamic"):
        squares, first, share = _solve(errors, fade, pull, ends, kind)
        level = last_level + last_fade * first
        a, b = intercept[here, ends], slope[here, ends]
        toward = last_fade * a + b * (1 - last_fade * (1 - alpha)) / alpha
        ahead = (level + share * toward)[:, :, None] + (share * b)[:, :, None] * np.arange(horizon)
        told.append(averaged(ahead, squares, rows, lengths))
    return told[0], told[1], told[2]


def _simple(rows: Array, level: Array, alpha: Array) -> tuple[Array, Array]:
    errors = np.empty((rows.shape[1], *level.shape))
    levels = np.empty_like(errors)
    for step, seen in enumerate(rows.T):
        error = np.subtract(seen, level, out=errors[step])
        level = np.add(level, alpha * error, out=levels[step])
    return errors, levels


def _lines(rows: Array) -> tuple[Array, Array]:
    """Intercept and slope over 1, 2, … of the points up to each (rows, steps)."""
    time = np.arange(1.0, rows.shape[1] + 1)
    count, first, second = time, np.cumsum(time), np.cumsum(time**2)
    total, product = np.cumsum(rows, axis=1), np.cumsum(rows * time, axis=1)
    below = np.where(count > 1, count * second - first**2, 1.0)
    slope = np.where(count > 1, (count * product - first * total) / below, 0.0)
    return (total - slope * first) / count, slope


def _pull(fade: Array, intercept: Array, slope: Array, alpha: Array) -> Array:
    """d of every point from the line of those before it (steps, alphas, rows)."""
    steps = fade.shape[1]
    pull = np.zeros((steps, len(fade), len(intercept)))
    before = fade.T[1:, :, None] * intercept.T[:-1, None, :]
    drift = ((1 - fade * (1 - alpha)) / alpha).T[1:, :, None] * slope.T[:-1, None, :]
    pull[1:] = before + drift
    pull[:FIRST] = fade.T[:FIRST, :, None] * intercept.T[0]
    return pull


def _solve(errors: Array, fade: Array, pull: Array, ends: NDArray[np.intp], kind: str) -> tuple[Array, Array, Array]:
    """What is left, the change of the first level and c, each (alphas, rows)."""
    inside = (np.arange(len(errors))[:, None] <= ends).astype(float)

    def until(one: Array, other: Array) -> Array:
        found: Array = np.einsum("tar,tar,tr->ar", one, other, inside)
        return found

    along = np.broadcast_to(fade.T[:, :, None], errors.shape)
    share: Array = np.zeros((errors.shape[1], errors.shape[2]))
    ff, ef, ee = until(along, along), until(errors, along), until(errors, errors)
    if kind == "simple":
        return np.maximum(ee - ef**2 / ff, 0.0), ef / ff, share
    fp, ep, pp = until(along, pull), until(errors, pull), until(pull, pull)
    share = np.full_like(share, CLASSIC)
    if kind == "dynamic":
        below = pp - fp**2 / ff + PARALLEL * pp
        share = np.clip((ep - ef * fp / ff) / np.where(below > 0, below, 1.0), 0.0, 1.0)
    left = ee - 2 * share * ep + share**2 * pp
    with_level = ef - share * fp
    return np.maximum(left - with_level**2 / ff, 0.0), with_level / ff, share
