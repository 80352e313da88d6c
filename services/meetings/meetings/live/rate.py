"""How much one connection may say, and how often one person may come."""

from collections.abc import Callable
from time import monotonic
from uuid import UUID

from redis.asyncio import Redis

from meetings.guest.rate import counted
from meetings.live.errors import TooManyMessages

ARRIVALS = 60
"""Of one person within a minute: a line that breaks every other second still gets through."""
PER_SECOND, BURST = 40.0, 200.0
"""Reaching five others at once takes about a hundred messages."""


async def charge_arrival(redis: Redis, participant: UUID) -> None:
    """Every coming is told to everybody there."""
    if await counted(redis, f"meetings:arrivals:{participant}") > ARRIVALS:
        raise TooManyMessages


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
