"""Months that are unlike everything around them, drawn back to their neighbours before anything is learned."""

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]
FAR = 10.0
"""Times the usual deviation: what is merely noisy stays as it is."""
AROUND = 7
LATEST = 2
"""The newest points are never touched: they may be a new level."""
LEAST = 2 * AROUND


def calmed(values: Row, period: int) -> Row:
    """The same values where nothing is far out. A level that shifts is no outlier: its neighbours shifted too."""
    if len(values) < LEAST:
        return values
    yearly = period > 1 and len(values) >= 3 * period
    middle = _running_median(values, max(AROUND, period + 1) if yearly else AROUND)
    positive = bool(values.min() > 0)
    off = values / middle - 1 if positive else values - middle
    usual = _usual(off, period) if yearly else np.zeros_like(off)
    away = np.abs(off - usual)
    size = 1.4826 * float(np.median(away))
    far = away > FAR * size
    far[-LATEST:] = False
    if not size > 0 or far.mean() > 0.05:
        return values
    return np.where(far, middle * (1 + usual) if positive else middle + usual, values)


def _running_median(values: Row, width: int) -> Row:
    padded = np.pad(values, width // 2, mode="edge")
    told: Row = np.median(np.lib.stride_tricks.sliding_window_view(padded, width), axis=1)
    return told[: len(values)]


def _usual(off: Row, period: int) -> Row:
    """What the same month is usually off by."""
    usual = np.zeros_like(off)
    for phase in range(period):
        usual[phase::period] = np.median(off[phase::period])
    return usual
