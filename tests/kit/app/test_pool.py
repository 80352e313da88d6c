"""A service goes on over connections that were ended, or lost in silence; and a single statement is kept by itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import make_url, text

from kit import pool
from kit.db import Database

ONE, COUNT = text("SELECT 1"), text("SELECT count(*) FROM once_kept")
MAKE, FILL = text("CREATE TABLE once_kept (it int)"), text("INSERT INTO once_kept VALUES (1) RETURNING it")
END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@asynccontextmanager
async def opened(url: str, *, pool_size: int = 1) -> AsyncIterator[Database]:
    database = Database(url, pool_size=pool_size)
    try:
        yield database
    finally:
        await database.dispose()


async def connection_of(database: Database) -> Any:
    """The one of its pool."""
    async with database.engine.connect() as connection:
        return (await connection.get_raw_connection()).driver_connection


async def test_a_connection_that_was_ended_is_not_used(make_database: Callable[[str], str]) -> None:
    url = make_database("monitoring")
    async with opened(url) as database, opened(url) as other:
        before = await connection_of(database)
        await other.once(END_OTHERS, {})
        async with asyncio.timeout(20):
            while not before.is_closed():
                await asyncio.sleep(0.01)
        assert await database.once(ONE, {})
        assert await connection_of(database) is not before


class Relay:
    """A line to the database that loses connections as a firewall does: whoever sends over one later is cut off."""

    def __init__(self, socket: str) -> None:
        self._to = socket
        self.present: set[asyncio.StreamWriter] = set()
        self.lost: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.present.add(writer)
        answers, questions = await asyncio.open_unix_connection(self._to)
        back = asyncio.create_task(self._pump(answers, writer))
        while (data := await reader.read(65536)) and writer not in self.lost:
            questions.write(data)
        back.cancel()
        for one in (questions, writer):
            one.transport.abort()
        await asyncio.gather(back, questions.wait_closed(), writer.wait_closed(), return_exceptions=True)
        self.present.discard(writer)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)


async def test_a_connection_that_lay_still_is_asked(
    make_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "QUIET_SECONDS", -1.0)
    url = make_url(make_database("monitoring"))
    relay = Relay(f"{url.query['host']}/.s.PGSQL.{url.port or 5432}")
    async with await asyncio.start_server(relay.serve, "127.0.0.1", 0) as server:
        here = url.set(host="127.0.0.1", port=server.sockets[0].getsockname()[1], query={"ssl": "disable"})
        async with opened(here.render_as_string(hide_password=False)) as database:
            before = await connection_of(database)
            assert await connection_of(database) is before
            relay.lost |= relay.present
            assert not before.is_closed()
            assert await database.once(ONE, {})
            assert before.is_closed()
        async with asyncio.timeout(20):
            while relay.present:
                await asyncio.sleep(0.01)


async def test_what_a_burst_opened_is_closed_when_nobody_uses_it(
    make_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "LOOK_SECONDS", 0.01)
    async with opened(make_database("monitoring"), pool_size=3) as database:
        burst = await together(database, 3)
        monkeypatch.setattr(pool, "UNUSED_SECONDS", -1.0)
        async with asyncio.timeout(20), database.engine.connect() as used:
            kept: Any = (await used.get_raw_connection()).driver_connection
            while sum(one.is_closed() for one in burst) < 2:
                await asyncio.sleep(0.01)
            assert not kept.is_closed()
        assert len(await together(database, 3)) == 3


async def together(database: Database, many: int) -> set[Any]:
    """Connections of the pool that are used at one time."""
    async with AsyncExitStack() as stack:
        used = [await stack.enter_async_context(database.engine.connect()) for _ in range(many)]
        return {(await one.get_raw_connection()).driver_connection for one in used}


async def test_a_single_statement_is_kept_by_itself_and_a_session_is_not(make_database: Callable[[str], str]) -> None:
    async with opened(make_database("monitoring")) as database:
        async with database.session() as session:
            await session.execute(MAKE)
        assert await database.once(FILL, {})
        with pytest.raises(ZeroDivisionError):
            await fails(database)
        kept = await database.once(COUNT, {})
        assert kept is not None
        assert kept[0] == 1


async def fails(database: Database) -> None:
    async with database.session() as session:
        await session.execute(FILL)
        raise ZeroDivisionError
