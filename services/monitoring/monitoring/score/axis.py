"""The axis of figures: a course that never moves still needs a height."""

from collections.abc import Iterable
from typing import Any


def scale_of(values: Iterable[float]) -> dict[str, Any]:
    """Of a chart's vertical axis, with the target among `values`: from nothing up where all of them are the same."""
    known = list(values)
    low, high = min(known, default=0.0), max(known, default=0.0)
    if high > low:
        return {"zero": False}
    if high == 0:
        return {"domain": [0, 1]}
    return {"domain": [0, high * 1.5] if high > 0 else [high * 1.5, 0]}


def ticks_of(values: Iterable[float]) -> dict[str, Any]:
    """Of an axis of counts: no fifths of one."""
    return {"tickMinStep": 1} if all(float(value).is_integer() for value in values) else {}
