"""emit: the event becomes true together with what it tells of."""

from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import TooLarge
from kit.events import Envelope, Event
from kit.outbox.tables import OutboxEvent
from kit.outbox.wake import after_commit

MOST_BYTES = 256 << 10
"""An event says what happened and where to look; whoever wants more asks its owner."""


async def emit(
    session: AsyncSession,
    *events: Event,
    version: int = 0,
    correlation_id: str | Sequence[str] | None = None,
    republished: bool = False,
) -> list[Envelope]:
    """Several events of one kind of work go in one statement. `version` is the aggregate's, 0 if it has none.
    `correlation_id`: of all, or of each, where they belong to different stories.
    `republished`: of a reference topic, what holds now is said once more with the version it has.

    Pending changes are flushed first: whoever changes the same aggregate then waits for this transaction, so that
    ids, which the relay goes by, follow the order of the changes.
    """
    envelopes = [
        Envelope.of(event, version=version, correlation_id=story, republished=republished)
        for event, story in zip(events, _stories(correlation_id, len(events)), strict=True)
    ]
    if envelopes:
        await session.flush()
        await session.execute(insert(OutboxEvent), [_row(envelope) for envelope in envelopes])
        after_commit(session)
    return envelopes


def _stories(given: str | Sequence[str] | None, count: int) -> Sequence[str | None]:
    return [given] * count if given is None or isinstance(given, str) else given


def _row(envelope: Envelope) -> dict[str, object]:
    body = envelope.to_json()
    if len(body.encode()) > MOST_BYTES:
        raise TooLarge("event-too-large", topic=envelope.type, limit=MOST_BYTES)
    return {"event_id": envelope.id, "topic": envelope.type, "aggregate": envelope.subject, "body": body}
