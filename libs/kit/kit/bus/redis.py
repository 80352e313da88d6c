"""Redis Streams: one stream a topic, one group a service, one reader a group."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError

from kit.bus.seam import Delivery, Message, Tended, Topic

BODY = b"event"
READER = "reader"
COUNT = 200
LONGEST = 50_000
"""Messages in a stream beyond which its publisher waits for the slowest group."""
ANSWER_SECONDS = 10


def _client(url: str, *, answer_within: float) -> Redis:
    # A retried read would skip what the lost answer held; whoever calls decides what to do after an error.
    retry = Retry(NoBackoff(), 0)
    return Redis.from_url(url, socket_timeout=answer_within, socket_connect_timeout=3, retry=retry)


class RedisBus:
    def __init__(self, url: str, *, longest: int = LONGEST) -> None:
        self._url = url
        self._longest = longest
        self._redis = _client(url, answer_within=ANSWER_SECONDS)

    async def publish(self, messages: Sequence[Message]) -> None:
        async with self._redis.pipeline(transaction=True) as pipeline:
            for message in messages:
                pipeline.xadd(message.topic, {BODY: message.body})
            await pipeline.execute()

    async def tend(self, service: str, topics: Collection[Topic]) -> Tended:
        """Only what every group has done is trimmed; a stream nobody reads keeps its newest messages."""
        new = await self._redis.set(f"bus:{service}:known", 1, nx=True)
        full = {topic.name for topic in topics if not topic.kept and await self._trim(topic.name)}
        return Tended(frozenset(full), frozenset(topic.name for topic in topics) if new else frozenset())

    async def _trim(self, stream: str) -> bool:
        """Whether it stays too long."""
        if not (length := await self._redis.xlen(stream)):
            return False
        groups = await self._redis.xinfo_groups(stream)
        if groups:
            oldest = min([await self._oldest_wanted(stream, group) for group in groups], key=_order)
            await self._redis.xtrim(stream, minid=oldest, approximate=False)
        elif length > self._longest:
            await self._redis.xtrim(stream, maxlen=self._longest)
        return bool(groups) and length > self._longest and await self._redis.xlen(stream) > self._longest

    async def _oldest_wanted(self, stream: str, group: dict[str, Any]) -> str:
        if group["pending"]:
            summary = await self._redis.xpending(stream, group["name"])
            if summary["min"]:
                return _text(summary["min"])
        moment, number = _order(_text(group["last-delivered-id"]))
        return f"{moment}-{number + 1}"

    @asynccontextmanager
    async def reader(self, group: str, topics: Collection[Topic]) -> AsyncIterator["RedisReader"]:
        client = _client(self._url, answer_within=ANSWER_SECONDS)
        try:
            reader = RedisReader(client, group, sorted(topic.name for topic in topics))
            await reader.join()
            yield reader
        finally:
            await client.aclose()

    async def close(self) -> None:
        await self._redis.aclose()


class RedisReader:
    """Under a stable name, so that what a dead reader was given and never did comes to the next one."""

    def __init__(self, client: Redis, group: str, streams: Sequence[str]) -> None:
        self._redis, self._group, self._streams = client, group, streams
        self._catching_up = True

    async def join(self) -> None:
        for stream in self._streams:
            try:
                await self._redis.xgroup_create(stream, self._group, id="0", mkstream=True)
            except ResponseError as error:
                if not str(error).startswith("BUSYGROUP"):
                    raise
        self._catching_up = True

    async def read(self, wait: float) -> Sequence[Delivery]:
        try:
            if self._catching_up:
                if found := await self._read("0"):
                    return found
                self._catching_up = False
            return await self._read(">", block=max(1, round(min(wait, ANSWER_SECONDS / 2) * 1000)))
        except ResponseError as error:
            # The stream or the group is gone: deleted, flushed, or a server that started empty.
            if not str(error).startswith(("NOGROUP", "UNBLOCKED")):
                raise
            await self.join()
            return []

    async def _read(self, start: str, block: int | None = None) -> list[Delivery]:
        wanted: dict[Any, Any] = dict.fromkeys(self._streams, start)
        answer: Any = await self._redis.xreadgroup(self._group, READER, wanted, count=COUNT, block=block)
        found: list[Delivery] = []
        gone: list[Delivery] = []
        for stream, entries in answer or ():
            for place, fields in entries:
                delivery = Delivery(_text(stream), (fields or {}).get(BODY, b""), _text(place))
                (found if fields else gone).append(delivery)
        await self.done(gone)  # given out once, and trimmed since
        return found if found or not gone else await self._read(start, block)

    async def done(self, deliveries: Sequence[Delivery]) -> None:
        if not deliveries:
            return
        async with self._redis.pipeline(transaction=False) as pipeline:
            for stream, some in groupby(deliveries, key=lambda delivery: delivery.topic):
                pipeline.xack(stream, self._group, *[delivery.place for delivery in some])
            await pipeline.execute()

    async def lag(self) -> int:
        total = 0
        for stream in self._streams:
            for group in await self._redis.xinfo_groups(stream):
                if _text(group["name"]) == self._group:
                    total += int(group["pending"]) + int(group["lag"] or 0)
        return total


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _order(place: str) -> tuple[int, int]:
    moment, _, number = place.partition("-")
    return int(moment), int(number or 0)
