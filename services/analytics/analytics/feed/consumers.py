"""Every event of the platforms, whoever tells of it."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from analytics.feed.tables import FeedEvent
from kit.consumer import Consumer, Received
from kit.contracts.catalogue import published
from kit.rows import into, write

consumer = Consumer("analytics")
_KEPT = into(FeedEvent).on_conflict_do_nothing()


async def keep(session: AsyncSession, events: list[Received[Any]]) -> None:
    """In the same transaction in which the bus is told that it arrived: so each is there once."""
    rows = [
        {
            "event_id": one.id,
            "topic": one.event.topic,
            "time": one.time,
            "subject": one.aggregate,
            "aggregate_version": one.version,
            "correlation_id": one.correlation_id,
            "data": one.event.without_words(),
            "batch": None,
        }
        for one in events
    ]
    await write(session, _KEPT, rows)


for event in published().values():
    consumer.on(event)(keep)
