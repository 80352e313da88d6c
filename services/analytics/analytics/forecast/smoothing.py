"""Exponential smoothing over a whole grid of parameters at once.

With additive errors every one-step error is linear in the initial state, so the best initial state of each grid point
has a closed form, and all of them run through the series together: one pass instead of an optimiser's hundreds. What
is told is the mean over the grid by likelihood (SSE^(-n/2)), not the luckiest point of it.

Rows are several series at once, mostly one series as it was at several origins; each ends at its own length.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEAST = 1e-12
EXACT = 1e-8
"""Of the squared range, a point: what fits better than that fits by rounding."""


@dataclass(frozen=True, slots=True)
class Grid:
    alpha: Array
    beta: Array
    phi: Array

    @classmethod
    def over(cls, alphas: Array, betas: Array, phis: Array) -> "Grid":
        """`betas` are shares of alpha, as in the trend's own smoothing equation."""
        alpha, beta, phi = (one.ravel() for one in np.meshgrid(alphas, betas, phis, indexing="ij"))
        return cls(alpha, alpha * beta, phi)


DAMPED = Grid.over(
    np.array([0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.97]),
    np.array([0.0, 0.05, 0.15, 0.4]),
    np.array([0.82, 0.91, 0.97]),
)
ALPHAS = np.array([0.01, 0.03, 0.06, 0.1, 0.14, 0.19, 0.25, 0.31, 0.38, 0.45, 0.53, 0.61, 0.69, 0.77, 0.85, 0.92, 0.98])


def damped(rows: Array, lengths: NDArray[np.intp], horizon: int, grid: Grid = DAMPED) -> Array:
    """Holt's damped trend: forecasts (rows, horizon)."""
    count, steps = rows.shape
    unit = np.zeros((2, steps))
    level = np.zeros((len(grid.alpha), count + 2))
    trend = np.zeros_like(level)
    level[:, count], trend[:, count + 1] = 1.0, 1.0
    errors, levels, trends = _filter(np.vstack([rows, unit]), level, trend, grid)
    # a unit state in a series of zeros tells minus what that state adds to every error
    answer = -errors[:, :, count:]
    ends = lengths - 1
    squares, start = _best_start(errors[:, :, :count], answer, ends)
    last_level = _at_end(levels, ends, count, start)
    last_trend = _at_end(trends, ends, count, start)
    reach = np.cumsum(grid.phi[:, None] ** np.arange(1, horizon + 1), axis=1)
    ahead = last_level[:, :, None] + last_trend[:, :, None] * reach[:, None, :]
    return averaged(ahead, squares, rows, lengths)


def _filter(rows: Array, level: Array, trend: Array, grid: Grid) -> tuple[Array, Array, Array]:
    """Errors, levels, trends (steps, grid, rows)."""
    alpha, beta, phi = grid.alpha[:, None], grid.beta[:, None], grid.phi[:, None]
    errors = np.empty((rows.shape[1], *level.shape))
    levels, trends = np.empty_like(errors), np.empty_like(errors)
    for step, seen in enumerate(rows.T):
        slope = phi * trend
        expected = level + slope
        error = np.subtract(seen, expected, out=errors[step])
        level = np.add(expected, alpha * error, out=levels[step])
        trend = np.add(slope, beta * error, out=trends[step])
    return errors, levels, trends


def _best_start(errors: Array, answer: Array, ends: NDArray[np.intp]) -> tuple[Array, Array]:
    """Least squares: what is left (grid, rows) and the initial level and trend (grid, rows, 2)."""
    inside = np.arange(len(errors))[:, None] <= ends
    seen = (errors * inside[:, None, :]).transpose(1, 2, 0)
    whole = np.einsum("grt,grt->gr", seen, seen)
    with_state = seen @ answer.transpose(1, 0, 2)
    gram = np.cumsum(answer[..., :, None] * answer[..., None, :], axis=0)[ends].transpose(1, 0, 2, 3)
    # as much doubt about the first trend as one point tells: a start never explains what the series does later
    gram = gram + np.diag([LEAST, 0.3])
    start = np.asarray(np.linalg.solve(gram, with_state[..., None])[..., 0], dtype=np.float64)
    left: Array = np.maximum(whole - (with_state * start).sum(-1), 0.0)
    return left, start


def _at_end(states: Array, ends: NDArray[np.intp], count: int, start: Array) -> Array:
    rows = np.arange(count)
    told: Array = states[ends, :, rows].T + (states[ends][:, :, count:].transpose(1, 0, 2) * start).sum(-1)
    return told


def averaged(ahead: Array, squares: Array, rows: Array, lengths: NDArray[np.intp]) -> Array:
    """Mean over the grid by likelihood: (grid, rows, horizon) -> (rows, horizon)."""
    floor = EXACT * lengths * np.ptp(rows, axis=1) ** 2 + 1e-300
    fit = -0.5 * lengths * np.log(squares + floor)
    shares = np.exp(fit - fit.max(axis=0))
    shares /= shares.sum(axis=0)
    mean: Array = np.einsum("gr,grh->rh", shares, ahead)
    return mean
