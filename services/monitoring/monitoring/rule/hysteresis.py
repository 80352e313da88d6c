"""Whether a series fires: so many figures in a row below one bound raise, so many at or above a higher one recover.

What lies between the two bounds changes nothing, so a figure that jitters around one of them cannot flap.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """`recovery` is not below `bound`; both counts are at least 1."""

    bound: float
    recovery: float
    raise_after: int = 1
    recover_after: int = 1


def fires(values: Iterable[float], bounds: Bounds, *, already: bool = False) -> bool:
    """After the last of these figures. `already`: it fired before the first of them."""
    firing = already
    for state in states(values, bounds, already=already):
        firing = state
    return firing


def states(values: Iterable[float], bounds: Bounds, *, already: bool = False) -> Iterator[bool]:
    """Firing or not after each figure."""
    firing, run = already, 0
    for value in values:
        against = value >= bounds.recovery if firing else value < bounds.bound
        run = run + 1 if against else 0
        if run >= (bounds.recover_after if firing else bounds.raise_after):
            firing, run = not firing, 0
        yield firing
