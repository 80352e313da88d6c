"""Every method at once, for a series as it is and as it was at earlier origins, whose errors are the proof."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.aggregate import aggregated
from analytics.forecast.outlier import calmed
from analytics.forecast.season import Season, decompose
from analytics.forecast.smoothing import Array, damped
from analytics.forecast.structural import structural
from analytics.forecast.theta import theta_family

Row = NDArray[np.float64]
METHODS = ("theta", "dynamic", "damped", "aggregate", "structural")
MOST_ORIGINS = 12
FEWEST_SEEN = 4


@dataclass(frozen=True, slots=True)
class Told:
    """`ahead` (methods, horizon), `seasonal_naive` (horizon).

    `origins` are points before the end; `missed` (methods, origins, horizon) is truth minus forecast there and
    `naive_missed` the same of seasonal naive, not-a-number where the truth is not known yet.
    """

    ahead: Array
    seasonal_naive: Row
    origins: NDArray[np.intp]
    missed: Array
    naive_missed: Array
    season: Season


def tell(values: Row, period: int, horizon: int) -> Told:
    """`values` are finite and at most about 1 in size; at least three."""
    count = len(values)
    origins = origins_of(count, period, horizon)
    lengths = count - np.array([0, *origins])
    multiplies, calm = bool(values.min() > 0), calmed(values, period)
    seasons = [decompose(calm[:length], period, multiplies=multiplies) for length in lengths]
    rows = np.empty((len(lengths), count))
    for row, season, length in zip(rows, seasons, lengths, strict=True):
        row[:length] = season.remove(calm[:length])
        row[length:] = row[length - 1]
    ahead = _ahead(rows, lengths, period, horizon)
    for place, (season, length) in enumerate(zip(seasons, lengths, strict=True)):
        ahead[:, place] = season.put_back(ahead[:, place], length)
    ahead = np.concatenate([ahead, structural(calm, lengths, period, horizon)[None]])
    naive = np.stack([seasonal_naive(values[:length], period, horizon) for length in lengths])
    truth = _truth(values, lengths[1:], horizon)
    return Told(ahead[:, 0], naive[0], origins, truth - ahead[:, 1:], truth - naive[1:], seasons[0])


def _ahead(rows: Array, lengths: NDArray[np.intp], period: int, horizon: int) -> Array:
    """What the methods for series without a season tell (methods, rows, horizon)."""
    _, theta, dynamic = theta_family(rows, lengths, horizon)
    single = damped(rows, lengths, horizon)
    return np.stack([theta, dynamic, single, aggregated(rows, lengths, period, horizon, single)])


def origins_of(count: int, period: int, horizon: int) -> NDArray[np.intp]:
    """Points before the end, spread so that far horizons are proved too and each keeps enough to learn from."""
    enough = max(FEWEST_SEEN, min(2 * period + 1, count // 2))
    furthest = min(count - enough, horizon + max(period, 6))
    if furthest < 1:
        return np.zeros(0, dtype=np.intp)
    return np.unique(np.linspace(1, furthest, min(furthest, MOST_ORIGINS)).round().astype(np.intp))


def seasonal_naive(values: Row, period: int, horizon: int) -> Row:
    """The same month of the last year that is known; the last value where no whole year is."""
    year = values[-period:] if len(values) >= period else values[-1:]
    told: Row = np.resize(year, horizon)
    return told


def _truth(values: Row, lengths: NDArray[np.intp], horizon: int) -> Array:
    padded = np.concatenate([values, np.full(horizon, np.nan)])
    told: Array = padded[lengths[:, None] + np.arange(horizon)]
    return told
