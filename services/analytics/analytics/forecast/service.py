"""The forecast of one series. Nothing is stored."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from analytics.forecast.calendar import Regular, regular
from analytics.forecast.engine import METHODS, Row, Told, tell
from analytics.forecast.errors import HorizonOut
from analytics.forecast.interval import half_widths
from analytics.forecast.schemas import LONGEST, Forecast, ForecastPoint, Proof, Remark

Weigh = Callable[[Row, int, int, Told], Mapping[str, float]]
"""Weights of the methods for a series (values, period, horizon, what they told)."""
MOST = 1.7e308
SHORT = 24


def alike(values: Row, period: int, horizon: int, told: Told) -> Mapping[str, float]:
    """Each method counts the same: what a learned weighting has to beat."""
    del values, period, horizon, told
    return dict.fromkeys(METHODS, 1 / len(METHODS))


def forecast(series: Sequence[tuple[date, float]], horizon: int, *, weigh: Weigh = alike) -> Forecast:
    """The next `horizon` (1 to 60) months, quarters or years; the step is read from the days, not-a-number is a gap.

    SeriesTooShort under three values; SeriesTwice, SeriesNotFinite, SeriesTooLong, HorizonOut.
    """
    if not 1 <= horizon <= LONGEST:
        raise HorizonOut(most=LONGEST)
    read = regular(series)
    values = read.values
    # a series below nothing throughout is its mirror image, so that seasons multiply there too
    sign = -1.0 if values.max() < 0 else 1.0
    told = tell(values * sign, read.period, horizon)
    weights = weigh(values * sign, read.period, horizon, told)
    shares = np.array([weights.get(name, 0.0) for name in METHODS])
    shares = shares / shares.sum()
    return Forecast(
        period=read.period,
        points=_points(read, told, shares, sign),
        weights={name: round(float(share), 4) for name, share in zip(METHODS, shares, strict=True)},
        proof=_proof(told, shares, read.scale),
        remarks=_remarks(read, told, shares),
    )


def _points(read: Regular, told: Told, shares: Row, sign: float) -> list[ForecastPoint]:
    horizon = len(told.seasonal_naive)
    middle = shares @ told.ahead
    missed = np.tensordot(shares, told.missed, axes=1)
    widths = half_widths(missed, np.diff(read.values), horizon)
    low = 0.0 if sign * read.values.min() >= 0 else -np.inf
    rows: dict[str, Any] = {"value": middle, "naive": told.seasonal_naive}
    for level, width in widths.items():
        rows[f"low_{level * 100:.0f}"], rows[f"high_{level * 100:.0f}"] = middle - width, middle + width
    kept = {name: sign * np.maximum(row, low) for name, row in rows.items()}
    if sign < 0:
        kept = {_mirrored(name): row for name, row in kept.items()}
    # nothing is told beyond what a number can say, however large the values
    whole = {name: np.clip(row, -MOST / read.scale, MOST / read.scale) * read.scale for name, row in kept.items()}
    days = [read.day_after(step) for step in range(1, horizon + 1)]
    return [
        ForecastPoint(day=day, **{name: float(row[place]) for name, row in whole.items()})
        for place, day in enumerate(days)
    ]


def _mirrored(name: str) -> str:
    kind, _, level = name.partition("_")
    return {"low": f"high_{level}", "high": f"low_{level}"}.get(kind, name)


def _proof(told: Told, shares: Row, scale: float) -> Proof | None:
    if not len(told.origins):
        return None
    own, naive = _misses(told, shares)
    return Proof(origins=len(told.origins), missed=min(own * scale, MOST), naive_missed=min(naive * scale, MOST))


def _misses(told: Told, shares: Row) -> tuple[float, float]:
    own = np.nanmean(np.abs(np.tensordot(shares, told.missed, axes=1)))
    return float(own), float(np.nanmean(np.abs(told.naive_missed)))


def _remarks(read: Regular, told: Told, shares: Row) -> list[Remark]:
    values = read.values
    found: dict[Remark, bool] = {
        "constant": bool(np.ptp(values) == 0),
        "short": len(values) < max(SHORT if read.period == 12 else 8, 2 * read.period + 1),
        "gaps": bool(read.filled.any()),
        "seasonal": told.season.strength > 0.3,
        "no_season": read.period > 1 and told.season.strength <= 0.3,
        "not_negative": bool(values.min() >= 0),
        "untried": not len(told.origins),
    }
    if len(told.origins):
        own, naive = _misses(told, shares)
        found |= {"better_than_naive": own < naive, "worse_than_naive": own > naive}
    return [name for name, holds in found.items() if holds]
