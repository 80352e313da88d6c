"""Stretches of time, of which several may overlap."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]


def union(spans: Iterable[Span]) -> list[Span]:
    """The same moments in order, without overlap; what has no length is left out."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def length(spans: Iterable[Span]) -> timedelta:
    """Of the union: a moment counts once, over however many connections."""
    return sum((end - start for start, end in union(spans)), timedelta())
