"""How much one connection may say."""

from collections.abc import Callable
from time import monotonic

PER_SECOND, BURST = 40.0, 200.0
"""Reaching five others at once takes about a hundred messages."""


class Allowance:
    """A bucket that refills."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._left, self._at = clock, BURST, clock()

    def spend(self) -> bool:
        """Whether one more message is within it."""
        now = self._clock()
        self._left = min(BURST, self._left + (now - self._at) * PER_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
