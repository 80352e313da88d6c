"""Groups of Redis Streams: each stream has its own group of the name."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from kit.bus.groups import Group


async def list_groups(url: str) -> Sequence[Group]:
    async with aclosing(Redis.from_url(url, decode_responses=True)) as redis:
        return [await _told(redis, name, places) for name, places in sorted((await _places(redis)).items())]


async def forget_group(url: str, name: str) -> None:
    async with aclosing(Redis.from_url(url, decode_responses=True)) as redis:
        for stream, _ in (await _places(redis)).get(name, ()):
            await redis.xgroup_destroy(stream, name)


async def _places(redis: Redis) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """By name: the streams it reads, with what Redis says of it there."""
    found = defaultdict(list)
    async for stream in redis.scan_iter(count=1000, _type="stream"):
        for group in await redis.xinfo_groups(stream):
            found[group["name"]].append((stream, group))
    return found


async def _told(redis: Redis, name: str, places: Sequence[tuple[str, dict[str, Any]]]) -> Group:
    idle = [one["idle"] for stream, _ in places for one in await redis.xinfo_consumers(stream, name)]
    seen_at = datetime.now(UTC) - timedelta(milliseconds=min(idle)) if idle else None
    lag = sum(int(group["pending"]) + int(group["lag"] or 0) for _, group in places)
    return Group(name, len(places), lag, seen_at)
