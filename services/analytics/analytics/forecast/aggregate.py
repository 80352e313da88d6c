"""Damped trend of the same series by two, three and six points together, where noise cancels out and the long run shows
(multiple temporal aggregation, Kourentzes and others 2014)."""

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.smoothing import Array, damped

TOGETHER = {12: (2, 3, 6), 4: (2,), 1: ()}
LEAST = 5
"""Buckets; with fewer of them nothing is told."""


def aggregated(rows: Array, lengths: NDArray[np.intp], period: int, horizon: int, single: Array) -> Array:
    """Forecasts (rows, horizon): the mean of `single`, the damped trend of single points, and of those of buckets."""
    total, count = single.copy(), np.ones((len(rows), 1))
    for size in TOGETHER[period]:
        able = np.flatnonzero(lengths // size >= LEAST)
        if len(able):
            total[able] += _of_buckets(rows[able], lengths[able], size, horizon)
            count[able] += 1
    told: Array = total / count
    return told


def _of_buckets(rows: Array, lengths: NDArray[np.intp], size: int, horizon: int) -> Array:
    buckets = lengths // size
    means = np.empty((len(rows), int(buckets.max())))
    for place, (length, many) in enumerate(zip(lengths, buckets, strict=True)):
        kept = rows[place, length - many * size : length].reshape(many, size).mean(axis=1)
        means[place, :many], means[place, many:] = kept, kept[-1]
    last = means[np.arange(len(rows)), buckets - 1]
    ahead = damped(means, buckets, -(-horizon // size) + 1)
    told: Array = np.column_stack([last, ahead]) @ _between(size, ahead.shape[1], horizon)
    return told


def _between(size: int, buckets: int, horizon: int) -> Array:
    """Weights on a line between the middles of the last known bucket and those that follow (buckets + 1, horizon)."""
    middles = np.arange(-1, buckets) * size + (size - 1) / 2
    return np.stack([np.interp(np.arange(horizon), middles, row) for row in np.eye(buckets + 1)])
