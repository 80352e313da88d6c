"""A service made for these tests: one event, one handler that counts, and all the ways it can go wrong."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from time import monotonic
from typing import Any, ClassVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.bus import Bus, connect
from kit.consumer import Consumer, Handling, Reading, Received
from kit.db import Database
from kit.events import Envelope, Event
from kit.outbox import Relay, emit

EFFECT = "CREATE TABLE IF NOT EXISTS effect (id bigserial PRIMARY KEY, key text, number bigint)"
INSERT = text("INSERT INTO effect (key, number) VALUES (:key, :number)")


class Counted(Event):
    key: str
    number: int

    def aggregate(self) -> str:
        return self.key


@cache
def counted(service: str, *, kept: bool = False) -> type[Counted]:
    """An event with a topic of its own, so that tests do not meet on a shared broker."""

    class OfService(Counted):
        topic: ClassVar[str] = f"{service}.counted.v1"
        reference: ClassVar[bool] = kept

    return OfService


async def fold(session: AsyncSession, events: list[Received[Counted]]) -> None:
    await session.execute(INSERT, [{"key": one.event.key, "number": one.event.number} for one in events])


class Stage:
    """Publisher and consumer share a database here; each has its own tables in it."""

    def __init__(self, service: str, database_url: str, bus_url: str) -> None:
        self.service = service
        self.event = counted(service)
        self.database = Database(database_url, application_name=service)
        self.bus: Bus = connect(bus_url)
        self.bus_url = bus_url
        self.consumer = Consumer(service)

    @classmethod
    @asynccontextmanager
    async def opened(cls, service: str, database_url: str, bus_url: str) -> AsyncIterator["Stage"]:
        stage = cls(service, database_url, bus_url)
        async with stage.database.session() as session:
            await session.execute(text(EFFECT))
        try:
            yield stage
        finally:
            await stage.bus.close()
            await stage.database.dispose()

    def relay(self) -> Relay:
        return Relay(self.database, self.bus, self.service)

    def reading(self) -> Reading:
        handling = Handling(self.database, self.consumer, pauses=(0.01, 0.02, 0.03, 0.04))
        return Reading(self.database, self.bus, self.consumer, handling)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[tuple[Relay, Reading]]:
        relay, reading = self.relay(), self.reading()
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(relay.running())
            await stack.enter_async_context(reading.running())
            yield relay, reading

    async def emit(self, *pairs: tuple[str, int], version: int = 0) -> list[Envelope]:
        async with self.database.session() as session:
            return await emit(session, *[self.event(key=key, number=number) for key, number in pairs], version=version)

    async def effects(self) -> list[tuple[str, int]]:
        return [(key, number) for key, number in await self.rows("SELECT key, number FROM effect ORDER BY id")]

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        async with self.database.session() as session:
            return [tuple(row) for row in await session.execute(text(query))]

    async def count(self, condition: str) -> int:
        found: int = (await self.rows(f"SELECT count(*) FROM {condition}"))[0][0]  # noqa: S608 - of these tests
        return found

    async def until_effects(self, number: int, within: float = 90) -> list[tuple[str, int]]:
        async def there() -> bool:
            return await self.count("effect") >= number

        await until(there, within)
        return await self.effects()


async def until(reached: Callable[[], Awaitable[bool]], within: float = 90) -> None:
    deadline = monotonic() + within
    while not await reached():
        if monotonic() > deadline:
            raise AssertionError(f"not reached within {within} s: {reached.__qualname__}")
        await asyncio.sleep(0.05)  # each look is a transaction
