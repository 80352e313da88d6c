"""Reads what a service listens to, hands it on in batches, and tells the bus what is done."""

from collections.abc import Sequence
from time import monotonic

import asyncpg

from kit.bus import Bus, Delivery, Reader
from kit.consumer.failure import is_outage
from kit.consumer.handling import Handling
from kit.consumer.registry import Consumer
from kit.db import Database
from kit.lock import holding
from kit.worker import Worker

BATCH = 200
WAIT_SECONDS = 2.0
PACE_SECONDS = 0.01
"""A pause after few events lets more come together: under load batches grow, and each costs a wait for the disk."""
TEND_SECONDS = 5.0
# Longer than any bus keeps a message that it may deliver again.
PURGE = """
DELETE FROM consumed_event WHERE event_id IN (
    SELECT event_id FROM consumed_event WHERE consumed_at < now() - interval '14 days' ORDER BY consumed_at LIMIT 20000)
"""


class Reading(Worker):
    """One reader a service, under a lock; of several replicas the others stand by."""

    def __init__(self, database: Database, bus: Bus, consumer: Consumer, handling: Handling | None = None) -> None:
        super().__init__(f"consumer {consumer.group}")
        self._database, self._bus, self._consumer = database, bus, consumer
        self._handling = handling or Handling(database, consumer)
        self._tend_at = 0.0
        self.handled = 0
        self.lag = 0

    def figures(self) -> dict[str, float]:
        return {"consumer_handled_events": self.handled, "consumer_lag_events": self.lag}

    async def work(self) -> None:
        """Any error closes the reader; the next one is given again what was not done."""
        async with (
            holding(self._database, self) as lock,
            self._bus.reader(self._consumer.group, self._consumer.topics) as reader,
        ):
            while not self.stopping:
                await self._tend(lock, reader)
                with self.idle():
                    deliveries = await reader.read(WAIT_SECONDS)
                for start in range(0, len(deliveries), BATCH):
                    await self._take(deliveries[start : start + BATCH])
                await reader.done(deliveries)
                if 0 < len(deliveries) < BATCH:
                    await self.rest(PACE_SECONDS)

    async def _take(self, deliveries: Sequence[Delivery]) -> None:
        self.beat()
        try:
            await self._handling.apply(deliveries)
        except Exception as error:
            if is_outage(error):
                raise
            for delivery in deliveries:
                await self._handling.settle(delivery)
                self.beat()
        self.handled += len(deliveries)

    async def _tend(self, lock: asyncpg.Connection, reader: Reader) -> None:
        """Also finds out that the lock was lost with its connection."""
        if monotonic() >= self._tend_at:
            await lock.execute(PURGE)
            self.lag = await reader.lag()
            self._tend_at = monotonic() + TEND_SECONDS
