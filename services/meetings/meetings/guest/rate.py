"""How often one address may open or try guest links: counted in Valkey, which knows nothing of it after a minute. While
it is away only the bound on wrong PINs of each link holds, which is in the database."""

import logging

from redis.asyncio import Redis
from redis.exceptions import RedisError

from meetings.guest.errors import TooManyVisits

log = logging.getLogger(__name__)
SECONDS, MOST = 60, 60


async def charge(redis: Redis, who: str) -> None:
    """TooManyVisits when `who`, an address that is not readable any more, asked too often within a minute."""
    if await counted(redis, f"meetings:guest:{who}") > MOST:
        raise TooManyVisits(seconds=SECONDS)


async def counted(redis: Redis, key: str) -> int:
    """How often within a minute, this time too; 0 while nobody counts."""
    try:
        async with redis.pipeline(transaction=True) as pipe:
            pipe.incr(key)
            pipe.expire(key, SECONDS, nx=True)
            count, _ = await pipe.execute()
    except (RedisError, OSError) as error:
        log.warning("visits are not counted", extra={"error": type(error).__name__})
        return 0
    return int(count)
