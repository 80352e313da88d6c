"""Dated values as a regular series: by month, quarter or year, gaps filled, nothing twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.errors import SeriesNotFinite, SeriesTooLong, SeriesTooShort, SeriesTwice

MONTHLY, QUARTERLY, YEARLY = 12, 4, 1
Row = NDArray[np.float64]
LEAST, MOST = 3, 2_400
"""Points; whole places from the first to the last."""
USED = {MONTHLY: 300, QUARTERLY: 160, YEARLY: 120}
"""The newest places that are learned from: what is older says nothing of the next years."""
MOST_FILLED = 0.3
"""With more gaps a season cannot be told from them."""
LAST_YEAR = 9000


@dataclass(frozen=True, slots=True)
class Regular:
    """`values` without gaps, in units of `scale`; `filled` says which of them were gaps."""

    period: int
    values: Row
    scale: float
    filled: NDArray[np.bool_]
    last: date

    @property
    def months(self) -> int:
        """Of one step."""
        return 12 // self.period

    def day_after(self, steps: int) -> date:
        """The day of the month is kept where there is one, the last of a month stays the last."""
        return _later(self.last, steps * self.months)


def regular(series: Sequence[tuple[date, float]]) -> Regular:
    """Not-a-numbers are gaps. SeriesTooShort, SeriesTwice (more than one value in a month), SeriesNotFinite,
    SeriesTooLong."""
    known = sorted((day, float(value)) for day, value in series if value == value)  # noqa: PLR0124 - not a number
    if len(known) < LEAST:
        raise SeriesTooShort(count=len(known), least=LEAST)
    values = np.array([value for _, value in known])
    if not np.isfinite(values).all():
        raise SeriesNotFinite
    months = np.array([day.year * 12 + day.month for day, _ in known])
    steps = np.diff(months)
    if (steps == 0).any():
        raise SeriesTwice(month=f"{known[int(np.argmin(steps))][0]:%Y-%m}")
    period = YEARLY if not (steps % 12).any() else QUARTERLY if not (steps % 3).any() else MONTHLY
    places = (months - months[0]) // (12 // period)
    if places[-1] >= MOST or known[-1][0].year > LAST_YEAR:
        raise SeriesTooLong(limit=MOST)
    scale = float(np.abs(values).max()) or 1.0
    whole, filled = _whole(values / scale, places, period)
    kept = USED[period]
    return Regular(period, whole[-kept:], scale, filled[-kept:], known[-1][0])


def _whole(values: Row, places: NDArray[np.intp], period: int) -> tuple[Row, NDArray[np.bool_]]:
    """Gaps on a line between their neighbours without the season, which is put back."""
    everywhere = np.arange(int(places[-1]) + 1)
    filled = np.ones(len(everywhere), dtype=bool)
    filled[places] = False
    line: Row = np.interp(everywhere, places, values)
    if not filled.any() or period == YEARLY or len(line) <= 2 * period or filled.mean() > MOST_FILLED:
        return line, filled
    away = _away(line, ~filled, period)[everywhere % period]
    smooth = np.interp(everywhere, places, values - away[places]) + away
    return np.where(filled, np.clip(smooth, values.min(), values.max()), line), filled


def _away(line: Row, known: NDArray[np.bool_], period: int) -> Row:
    """How far the same months of the years that are known lie off a year's middle."""
    middle = np.convolve(np.pad(line, period // 2, mode="edge"), np.ones(period) / period, mode="same")
    off = line - middle[period // 2 : period // 2 + len(line)]
    phases = np.arange(len(line)) % period
    found = [off[known & (phases == phase)] for phase in range(period)]
    return np.array([float(np.median(one)) if len(one) else 0.0 for one in found])


def _later(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    ends = _days(day.year, day.month) == day.day
    longest = _days(year, month + 1)
    return date(year, month + 1, longest if ends else min(day.day, longest))


def _days(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
