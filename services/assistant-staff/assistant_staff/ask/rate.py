"""How often one person may ask: counted in Valkey a minute at a time, and in this process alone while that is away."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kit.errors import TooMany

WINDOW_SECONDS, REMEMBERED = 60, 10_000
log = logging.getLogger(__name__)


class Rate:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._here: dict[str, int] = {}

    async def charge(self, who: str, most: int, now: datetime) -> None:
        """TooMany when `who` has asked more than `most` times in this minute."""
        window, passed = divmod(int(now.timestamp()), WINDOW_SECONDS)
        key = f"rate:assistant-staff:{who}:{window}"
        if await self._count(key) > most:
            raise TooMany(seconds=WINDOW_SECONDS - passed)

    async def _count(self, key: str) -> int:
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.incr(key)
                pipe.expire(key, 2 * WINDOW_SECONDS)
                count, _ = await pipe.execute()
                return int(count)
        except (RedisError, OSError) as error:
            log.warning("counting in this process only", extra={"error": type(error).__name__})
        if len(self._here) >= REMEMBERED:
            self._here.clear()
        self._here[key] = self._here.get(key, 0) + 1
        return self._here[key]


@asynccontextmanager
async def rate_is_kept(app: FastAPI) -> AsyncIterator[None]:
    app.state.rate = Rate(app.state.redis)
    yield
