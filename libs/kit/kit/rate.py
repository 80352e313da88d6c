"""How often somebody may ask: counted in Valkey a minute at a time, and in this process alone while Valkey is away."""

import logging
from datetime import datetime

from redis.asyncio import Redis
from redis.exceptions import RedisError

from kit.errors import TooMany

WINDOW_SECONDS = 60
REMEMBERED = 10_000
log = logging.getLogger(__name__)


class Rate:
    """`name`: of what is asked for."""

    def __init__(self, redis: Redis, name: str) -> None:
        self._redis, self._name = redis, name
        self._here: dict[str, int] = {}

    async def charge(self, who: str, most: int, now: datetime) -> None:
        """TooMany when `who` has asked more than `most` times in this minute."""
        window, passed = divmod(int(now.timestamp()), WINDOW_SECONDS)
        key = f"rate:{self._name}:{who}:{window}"
        if await self._count(key) > most:
            raise TooMany(seconds=WINDOW_SECONDS - passed)

    async def _count(self, key: str) -> int:
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.incr(key)
                pipe.expire(key, 2 * WINDOW_SECONDS)
                count, _ = await pipe.execute()
        except (RedisError, OSError) as error:
            log.warning("counting in this process only", extra={"error": type(error).__name__})
            return self._count_here(key)
        return int(count)

    def _count_here(self, key: str) -> int:
        if len(self._here) >= REMEMBERED:
            self._here.clear()
        self._here[key] = self._here.get(key, 0) + 1
        return self._here[key]
