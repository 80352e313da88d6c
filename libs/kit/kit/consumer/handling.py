"""One delivery or two hundred, each event's effects are in the database exactly once."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from pydantic import ValidationError
from sqlalchemy import ARRAY, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.bus import Delivery
from kit.consumer.failure import Unreadable, code_of, is_final, is_outage, place_of
from kit.consumer.received import Batch, Received, story
from kit.consumer.registry import Consumer
from kit.consumer.tables import DeadLetter
from kit.db import Database
from kit.events import Envelope, Event
from kit.telemetry.messaging import processed

log = logging.getLogger(__name__)
PAUSES = (0.1, 0.3, 1.0, 3.0)
"""Seconds between the five tries of an event that fails."""

# In order of id, so that two readers that meet for a moment cannot wait for each other.
NEW = text("""
INSERT INTO consumed_event (event_id) SELECT id FROM unnest(:ids) AS id ORDER BY id
ON CONFLICT DO NOTHING RETURNING event_id
""").bindparams(bindparam("ids", type_=ARRAY(Uuid())))


class Handling:
    def __init__(self, database: Database, consumer: Consumer, *, pauses: Sequence[float] = PAUSES) -> None:
        self._database, self._consumer, self._pauses = database, consumer, pauses

    async def apply(self, deliveries: Sequence[Delivery]) -> None:
        """All of them in one transaction, or none."""
        received = [read(self._consumer, delivery) for delivery in deliveries]
        async with self._database.session() as session:
            await handle(session, self._consumer, await unseen(session, received))

    async def settle(self, delivery: Delivery) -> None:
        """One event: handled, or put aside as a dead letter. Raises only when something is down."""
        for tries, pause in enumerate((*self._pauses, None), 1):
            try:
                await self.apply([delivery])
            except Exception as error:
                if is_outage(error):
                    raise
                if pause is None or is_final(error):
                    await self._put_aside(delivery, error, tries)
                    return
            else:
                return
            await asyncio.sleep(pause)

    async def _put_aside(self, delivery: Delivery, error: Exception, tries: int) -> None:
        letter = {
            **_facts(delivery),
            "topic": delivery.topic,
            "body": delivery.body.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}"),
            "code": code_of(error),
            "place": place_of(error),
            "tries": tries,
        }
        async with self._database.session() as session:
            if (await session.execute(NEW, {"ids": [letter["event_id"]]})).first():
                await session.execute(insert(DeadLetter).values(letter))
        facts = {name: str(letter[name]) for name in ("event_id", "topic", "code", "place")}
        log.error("an event was put aside as a dead letter", extra=facts)  # an error's words may hold personal data


def read(consumer: Consumer, delivery: Delivery) -> Received[Event]:
    try:
        envelope = Envelope.model_validate_json(delivery.body)
        event = consumer.events[delivery.topic].model_validate(envelope.data)
    except ValidationError as error:
        raise Unreadable(fields=_fields(error)) from None
    return Received(
        event=event,
        id=envelope.id,
        aggregate=envelope.subject,
        version=envelope.aggregateversion,
        correlation_id=envelope.correlationid,
        time=envelope.time,
        traceparent=envelope.traceparent,
        republished=envelope.republished,
    )


async def unseen(session: AsyncSession, received: Sequence[Received[Event]]) -> list[Received[Event]]:
    """Those whose effects are not in the database yet, each once."""
    by_id = {one.id: one for one in reversed(received)}
    new = set((await session.scalars(NEW, {"ids": list(by_id)})).all())
    return [one for one in received if one.id in new and by_id[one.id] is one]


async def handle(session: AsyncSession, consumer: Consumer, received: Sequence[Received[Event]]) -> None:
    by_topic: dict[str, Batch[Any]] = {}
    for one in received:
        by_topic.setdefault(one.event.topic, Batch()).append(one)
    for topic, batch in by_topic.items():
        with processed(topic, consumer.group, batch.origins):
            for handler in consumer.handlers(topic):
                with story(batch[0]) if len(batch) == 1 else nullcontext():
                    await handler(session, batch)
    await session.flush()


def _fields(error: ValidationError) -> str:
    wrong = error.errors(include_url=False, include_context=False, include_input=False)
    return ", ".join(f"{'.'.join(map(str, one['loc'])) or 'event'}: {one['type']}" for one in wrong)[:500]


def _facts(delivery: Delivery) -> dict[str, Any]:
    """What can be known even of an event whose data is wrong; of rubbish, at least the same id at each delivery."""
    try:
        envelope = Envelope.model_validate_json(delivery.body)
    except ValidationError:
        number: UUID = uuid5(NAMESPACE_OID, f"{delivery.topic} {delivery.body.hex()}")
        return {"event_id": number, "aggregate": "", "correlation_id": ""}
    return {"event_id": envelope.id, "aggregate": envelope.subject, "correlation_id": envelope.correlationid}
