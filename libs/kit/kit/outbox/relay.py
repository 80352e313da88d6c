"""The one way from the outbox to the bus."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from time import monotonic

import asyncpg
import orjson

from kit.bus import Bus, Message, Topic
from kit.db import Database
from kit.events import PUBLISHED
from kit.lock import holding
from kit.outbox.wake import waking
from kit.telemetry.messaging import published
from kit.worker import Worker

POLL_SECONDS, LONGEST_POLL_SECONDS = 0.05, 0.5
"""Own events wake the relay; looking is for those of other processes, rarer the longer there were none."""
PACE_SECONDS = 0.01
"""A pause after few events lets more come together: under load batches grow, and each costs a wait for the disk."""
TEND_SECONDS, QUIET_TEND_SECONDS = 1.0, 5.0
"""Rarer while there is nothing to publish and nothing is held back."""
BATCH = 500

# No cursor, but marks: a transaction that took its ids early and commits late is found by the next look. Where it
# matters the order holds: whoever changes an aggregate waits for the one before, so the ids of one aggregate follow
# its commits, and a look that sees the later sees the earlier too.
WAITING = """
SELECT id, topic, aggregate, body FROM outbox_event
WHERE published_at IS NULL AND topic <> ALL($1) ORDER BY id LIMIT $2
"""
MARK = "UPDATE outbox_event SET published_at = clock_timestamp() WHERE id = ANY($1)"
UNMARK = "UPDATE outbox_event SET published_at = NULL WHERE published_at IS NOT NULL AND topic = ANY($1)"
PURGE = """
DELETE FROM outbox_event WHERE id IN (
    SELECT id FROM outbox_event WHERE published_at < now() - interval '1 day' ORDER BY published_at LIMIT 5000)
"""


class Relay(Worker):
    def __init__(self, database: Database, bus: Bus, service: str) -> None:
        super().__init__("relay")  # also the name of its lock
        self._database, self._bus, self._service = database, bus, service
        self._wake = waking(database.engine.sync_engine)
        self._full: frozenset[str] = frozenset()
        self._tend_at = 0.0
        self._busy = True

    async def work(self) -> None:
        """Holds the lock and publishes, until something fails."""
        async with holding(self._database, self) as connection:
            await self._relay(connection)

    async def _relay(self, connection: asyncpg.Connection) -> None:
        self._tend_at, pause = 0.0, POLL_SECONDS
        # a mark that a crash takes back only means that the event is sent once more
        await connection.execute("SET synchronous_commit = off")
        while not self.stopping:
            self.beat()
            self._wake.clear()
            if monotonic() >= self._tend_at:
                await self._tend(connection)
            sent = await self._publish(connection)
            if sent:
                self._busy, self._tend_at = True, min(self._tend_at, monotonic() + TEND_SECONDS)
            if 0 < sent < BATCH:
                await self.rest(PACE_SECONDS)
            elif not sent:
                with self.idle(), suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), pause)
            pause = POLL_SECONDS if sent else min(pause * 1.5, LONGEST_POLL_SECONDS)

    async def _publish(self, connection: asyncpg.Connection) -> int:
        rows = await connection.fetch(WAITING, list(self._full), BATCH)
        if rows:
            with published((row["topic"] for row in rows), map(_origin, rows), len(rows)):
                await self._bus.publish([_message(row) for row in rows])
            await connection.execute(MARK, [row["id"] for row in rows])
        return len(rows)

    async def _tend(self, connection: asyncpg.Connection) -> None:
        tended = await self._bus.tend(self._service, topics_of(self._service))
        if tended.forgotten:
            await connection.execute(UNMARK, list(tended.forgotten))
        await connection.execute(PURGE)
        self._full = tended.full
        self._tend_at = monotonic() + (TEND_SECONDS if self._busy or self._full else QUIET_TEND_SECONDS)
        self._busy = False


def topics_of(service: str) -> Collection[Topic]:
    return [Topic(topic, event.reference) for topic, event in PUBLISHED.items() if topic.startswith(f"{service}.")]


def _origin(row: Mapping[str, str]) -> str | None:
    """The span that emitted it; asked for only where spans are made."""
    origin: str | None = orjson.loads(row["body"]).get("traceparent")
    return origin


def _message(row: Sequence[str]) -> Message:
    _, topic, aggregate, body = row
    return Message(topic, aggregate, body.encode())
