"""Level, damped trend and a season that may change, all at once (innovations form, additive errors), of the logarithms
where a series is well above nothing.

The initial states, the season's too, have a normal prior, so they have a closed form for each point of a grid of
smoothing parameters and of the prior's width, and each point has a marginal likelihood. What is told is the mean by it:
a season counts as far as the series speaks for one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.smoothing import EXACT, Array

PLAIN_TREND = 0.3
FREE = 1e-6
WELL_ABOVE, LONG = 0.02, 12
"""Fewer points than that tell no percentages: logarithms would run away."""
WIDTHS = np.array([0.3, 3.0, 100.0])
"""Precision of the season's start, in those of one point."""


@dataclass(frozen=True, slots=True)
class _Grid:
    alpha: Array
    beta: Array
    phi: Array
    gamma: Array

    @classmethod
    def of(cls, gammas: tuple[float, ...]) -> "_Grid":
        axes = ([0.05, 0.2, 0.4, 0.65, 0.95], [0.0, 0.1], [0.88, 0.97], gammas)
        alpha, beta, phi, gamma = (one.ravel()[:, None] for one in np.meshgrid(*axes, indexing="ij"))
        return cls(alpha, alpha * beta, phi, gamma * (1 - alpha))


SEASONAL, PLAIN = _Grid.of((0.0, 0.15)), _Grid.of((0.0,))


@dataclass(frozen=True, slots=True)
class _Run:
    """Errors (steps, grid, rows and unit states); the states as they were at the end of each row."""

    errors: Array
    states: dict[int, Array]


def structural(values: Array, lengths: NDArray[np.intp], period: int, horizon: int) -> Array:
    """Forecasts (rows, horizon) of a series as it was at several lengths; `values` are the whole of it."""
    positive = len(values) >= LONG and bool(values.min() > max(WELL_ABOVE * np.median(values), 0.0))
    seen = np.log(values) if positive else values
    zero, size = float(seen[0]), float(np.ptp(seen)) or 1.0
    whole = (seen - zero) / size
    seasons = period if period > 1 and len(values) > period else 0
    grid = SEASONAL if seasons else PLAIN
    run = _run(whole, lengths, seasons, grid)
    told = np.clip(_ahead(lengths, horizon, run, grid), whole.min() - 1, whole.max() + 1) * size + zero
    return np.exp(told) if positive else told


def _run(whole: Array, lengths: NDArray[np.intp], seasons: int, grid: _Grid) -> _Run:
    """The series from nothing, and each unit state through a series of zeros. States: level, trend, seasons."""
    count = 2 + seasons
    seen = np.zeros((len(whole), 1 + count))
    seen[:, 0] = whole
    state = np.zeros((count, len(grid.alpha), 1 + count))
    state[np.arange(count), :, np.arange(1, count + 1)] = 1.0
    errors, states, ends = np.empty((len(whole), *state.shape[1:])), {}, set(lengths.tolist())
    for step, now in enumerate(seen):
        trend = grid.phi * state[1]
        level = state[0] + trend
        phase = 2 + step % seasons if seasons else 0
        error = now - level - state[phase] if seasons else now - level
        state[0], state[1] = level + grid.alpha * error, trend + grid.beta * error
        if seasons:
            state[phase] += grid.gamma * error
        errors[step] = error
        if step + 1 in ends:
            states[step + 1] = state.copy()
    return _Run(errors, states)


def _ahead(lengths: NDArray[np.intp], horizon: int, run: _Run, grid: _Grid) -> Array:
    count = run.errors.shape[2] - 1
    answer = -run.errors[:, :, 1:].transpose(1, 0, 2)
    own = run.errors[:, :, 0].T
    precision = np.concatenate([np.full((3, 1), FREE), np.full((3, 1), PLAIN_TREND)], axis=1)
    precision = np.column_stack([precision, np.repeat(WIDTHS[:, None], count - 2, axis=1)])
    gram, with_state = np.zeros((len(own), count, count)), np.zeros((len(own), count))
    told, done = np.empty((len(lengths), horizon)), 0
    for place in np.argsort(lengths):
        length = int(lengths[place])
        part = answer[:, done:length]
        gram = gram + part.transpose(0, 2, 1) @ part
        with_state = with_state + np.einsum("gtk,gt->gk", part, own[:, done:length])
        done = length
        start, shares = _solved(gram, with_state, (own[:, :length] ** 2).sum(axis=1), precision, length)
        states = run.states[length]
        mean = states[:, :, 0] + np.einsum("kgs,wgs->wkg", states[:, :, 1:], start)
        told[place] = _mean_path(mean, shares, grid, length, horizon)
    return told


def _solved(gram: Array, with_state: Array, squares: Array, precision: Array, length: int) -> tuple[Array, Array]:
    """Initial states (widths, grid, states) and the share of each point of the grid by its marginal likelihood."""
    full = gram + precision[:, None, :, None] * np.eye(gram.shape[1])
    right = np.broadcast_to(with_state, (len(precision), *with_state.shape))
    start = np.asarray(np.linalg.solve(full, right[..., None])[..., 0], dtype=np.float64)
    left = np.maximum(squares - (right * start).sum(axis=-1), 0.0)
    doubt = np.linalg.slogdet(full)[1] - np.log(precision).sum(axis=1)[:, None]
    fit = -0.5 * length * np.log(left + EXACT * length) - 0.5 * doubt
    shares = np.exp(fit - fit.max())
    return start, shares / shares.sum()


def _mean_path(mean: Array, shares: Array, grid: _Grid, length: int, horizon: int) -> Array:
    """`mean` (widths, states, grid) at the end of a row."""
    reach = np.cumsum(grid.phi ** np.arange(1, horizon + 1), axis=1)
    told = np.full(horizon, (shares * mean[:, 0]).sum()) + np.einsum("wg,gh->h", shares * mean[:, 1], reach)
    seasons = mean.shape[1] - 2
    if seasons:
        by_phase = np.einsum("wg,wkg->k", shares, mean[:, 2:])
        told = told + by_phase[(length + np.arange(horizon)) % seasons]
    path: Array = told
    return path
