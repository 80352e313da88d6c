"""How much one address and one conversation may send in a minute: counted in Valkey, which knows nothing of it after
that minute, under names that are not readable any more. While it is away each process counts for itself."""

import logging
from collections import Counter
from collections.abc import Sequence
from time import monotonic

from redis.asyncio import Redis
from redis.exceptions import RedisError

from assistant_citizen.conversation.errors import TooManyMessages

log = logging.getLogger(__name__)
SECONDS = 60
MOST_NAMES = 50_000
# KEYS: names. ARGV: seconds. How often each came; one command costs this process less than two for each name.
COUNT = """
local counts = {}
for at, name in ipairs(KEYS) do
  counts[at] = redis.call('INCR', name)
  redis.call('EXPIRE', name, ARGV[1], 'NX')
end
return counts
"""
Charge = tuple[str, int]
"""A name, and how often it may come within a minute."""


class Limits:
    """`app.state.limits`."""

    def __init__(self, redis: Redis) -> None:
        self._count = redis.register_script(COUNT)
        self._own: Counter[str] = Counter()
        self._until = 0.0

    async def charge(self, charges: Sequence[Charge]) -> None:
        """TooManyMessages when one of them came too often."""
        counts = await self._counted([name for name, _ in charges])
        if any(count > most for count, (_, most) in zip(counts, charges, strict=True)):
            raise TooManyMessages(seconds=SECONDS)

    async def _counted(self, names: Sequence[str]) -> Sequence[int]:
        try:
            told = await self._count(keys=[f"assistant-citizen:rate:{name}" for name in names], args=[SECONDS])
            return [int(count) for count in told]
        except (RedisError, OSError) as error:
            return self._counted_here(names, error)

    def _counted_here(self, names: Sequence[str], error: Exception) -> Sequence[int]:
        if monotonic() >= self._until or len(self._own) > MOST_NAMES:
            self._own.clear()
            self._until = monotonic() + SECONDS
            log.warning("messages are counted per process", extra={"error": type(error).__name__})
        self._own.update(names)
        return [self._own[name] for name in names]
