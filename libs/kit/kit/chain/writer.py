"""Group commit: whatever waits is written by one statement and one commit; each writer awaits its durability."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from os import urandom
from secrets import randbelow
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from kit import postgres
from kit.chain.entry import Entry, digest_of

log = logging.getLogger(__name__)
WRITERS = 0x77726974  # first key of the advisory locks that say a writer lives
MOST_WAITING, MOST_AT_ONCE, FEW = 8_192, 512, 16
CONNECT_SECONDS, COMMIT_SECONDS = 3, 5
LANES = 2  # while one waits for the disk, the other is sent
UNREACHABLE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
BACKOFF_SECONDS = (0.05, 2.0)

# A closing that finds no opening was overtaken by the sealer: its id does not come back.
WRITE = """
WITH record AS (INSERT INTO chain_record (id, digest) SELECT * FROM unnest($1::uuid[], $2::bytea[])),
opened AS (INSERT INTO chain_open (record_id, writer) SELECT unnest($10::uuid[]), $11),
closed AS (DELETE FROM chain_open WHERE record_id = ANY($12::uuid[]) RETURNING record_id),
payload AS (
    INSERT INTO chain_payload (record_id, at, kind, actor, object, outcome, salt, body)
    SELECT * FROM unnest(
        $1::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::text[]::json[]
    )
)
SELECT record_id FROM closed
"""


class Unwritable(Exception):
    """The record is not durable. It may exist all the same, when the connection broke during the commit."""


class AlreadyClosed(Exception):
    """The record is durable, but the opening it closes had been given up for broken before."""


Waiting = tuple[Entry, "asyncio.Future[None]"]


class Writer:
    """Safe for any number of tasks of one event loop. Holds a lock as long as it lives: see `abandoned`."""

    def __init__(self, url: str, *, most_waiting: int = MOST_WAITING) -> None:
        self.number = randbelow(2**31)
        self.commits = self.records = 0
        self._url = url
        self._most_waiting = most_waiting
        self._waiting: list[Waiting] = []
        self._wake = asyncio.Event()
        self._lanes: set[asyncpg.Connection] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """On leaving, what waits is still written."""
        lanes = [asyncio.create_task(self._run(), name="chain writer") for _ in range(LANES)]
        try:
            yield
        finally:
            while self._waiting and self._lanes:  # noqa: ASYNC110 - the lanes empty the list
                await asyncio.sleep(0.01)
            for lane in lanes:
                lane.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)
            self._fail(self._taken(), "the writer has stopped")

    @property
    def is_connected(self) -> bool:
        return any(not connection.is_closed() for connection in self._lanes)

    def write(self, entry: Entry) -> "asyncio.Future[None]":
        """Done when the entry is durable. Raises Unwritable at once when nothing can be written now."""
        if not self._lanes or len(self._waiting) >= self._most_waiting:
            raise Unwritable("too many records wait" if self._lanes else "no connection")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, done))
        self._wake.set()
        return done

    async def _run(self) -> None:
        delay, longest = BACKOFF_SECONDS
        while True:
            try:
                connection = await self._connected()
            except UNREACHABLE as error:
                log.warning("evidence cannot be written", extra={"error": type(error).__name__})
                await asyncio.sleep(delay)
                delay = min(delay * 2, longest)
            else:
                delay = BACKOFF_SECONDS[0]
                await self._use(connection)

    async def _use(self, connection: asyncpg.Connection) -> None:
        """Until it is lost. What waits then fails, unless another lane is left to write it."""
        self._lanes.add(connection)
        try:
            await self._write_batches(connection)
        except UNREACHABLE as error:
            log.warning("a connection of evidence is lost", extra={"error": type(error).__name__})
        finally:
            self._lanes.discard(connection)
            connection.terminate()
            if not self._lanes:
                self._fail(self._taken(), "the connection is lost")

    async def _connected(self) -> asyncpg.Connection:
        connection = await postgres.connect(
            self._url,
            timeout=CONNECT_SECONDS,
            command_timeout=COMMIT_SECONDS,
            server_settings={"application_name": "chain writer", "synchronous_commit": "on", "jit": "off"},
        )
        connection.add_termination_listener(lambda _: self._wake.set())
        # Shared: after a broken connection the server may hold the old session for a while yet.
        try:
            await connection.execute("SELECT pg_advisory_lock_shared($1, $2)", WRITERS, self.number)
        except BaseException:
            connection.terminate()
            raise
        return connection

    async def _write_batches(self, connection: asyncpg.Connection) -> None:
        statement = await connection.prepare(WRITE)
        while True:
            while not self._waiting:
                if connection.is_closed():
                    raise ConnectionResetError
                self._wake.clear()
                await self._wake.wait()
            await asyncio.sleep(0)  # whoever is ready in this turn of the loop joins the group
            if not (batch := self._share()):
                continue  # the other lane was quicker
            try:
                closed = await statement.fetch(*columns([entry for entry, _ in batch], self.number))
            except BaseException as error:
                self._fail(batch, type(error).__name__)
                if isinstance(error, asyncpg.PostgresError) and not connection.is_closed():
                    log.exception("a batch of records was refused")
                    continue
                raise
            self.commits += 1
            self.records += len(batch)
            self._settle(batch, {row[0] for row in closed})

    def _share(self) -> list[Waiting]:
        """Half of what waits, the rest for the other lane: were all in one group, nothing would go on meanwhile."""
        return self._taken(min(MOST_AT_ONCE, max(FEW, (len(self._waiting) + 1) // 2)))

    def _taken(self, most: int | None = None) -> list[Waiting]:
        batch = self._waiting[:most]
        del self._waiting[:most]
        return batch

    def _settle(self, batch: list[Waiting], closed: set[Any]) -> None:
        for entry, done in batch:
            if done.done():
                continue
            if entry.closes is None or entry.closes in closed:
                done.set_result(None)
            else:
                done.set_exception(AlreadyClosed)

    def _fail(self, batch: list[Waiting], reason: str) -> None:
        for _, done in batch:
            if not done.done():
                done.set_exception(Unwritable(reason))


def columns(entries: Sequence[Entry], writer: int) -> tuple[Any, ...]:
    """The arguments of WRITE."""
    drawn = urandom(16 * len(entries))
    salts = [drawn[at : at + 16] for at in range(0, len(drawn), 16)]
    digests = [
        digest_of(salt, entry.at, entry.kind, entry.actor, entry.object, entry.outcome, entry.body)
        for salt, entry in zip(salts, entries, strict=True)
    ]
    return (
        [entry.id for entry in entries],
        digests,
        [entry.at for entry in entries],
        [entry.kind for entry in entries],
        [entry.actor for entry in entries],
        [entry.object for entry in entries],
        [entry.outcome for entry in entries],
        salts,
        [entry.body.decode() for entry in entries],
        [entry.id for entry in entries if entry.opens],
        writer,
        [entry.closes for entry in entries if entry.closes is not None],
    )


async def append(session: AsyncSession, *entries: Entry) -> None:
    """Write in the session's transaction: the record is there exactly when the change it tells of is."""
    connection = await session.connection()
    await connection.exec_driver_sql(WRITE, columns(entries, 0))
