"""Events that could not be handled: look at them, do them again once the reason is gone, or let them go."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from kit.auth import Caller
from kit.bus import Delivery
from kit.consumer.failure import is_outage
from kit.consumer.handling import handle, read
from kit.consumer.registry import Consumer
from kit.consumer.schemas import DeadLetterFilter
from kit.consumer.tables import DeadLetter
from kit.errors import Conflict, NotFound, Problem
from kit.page import Page, paged


async def list_dead_letters(session: AsyncSession, wanted: DeadLetterFilter) -> Page[DeadLetter]:
    query = select(DeadLetter).options(defer(DeadLetter.body))
    if wanted.status:
        query = query.where(DeadLetter.status == wanted.status)
    if wanted.topic:
        query = query.where(DeadLetter.topic == wanted.topic)
    return await paged(session, query, wanted, {"failed_at": DeadLetter.failed_at}, DeadLetter.id)


async def get_dead_letter(session: AsyncSession, letter_id: UUID, *, lock: bool = False) -> DeadLetter:
    letter = await session.get(DeadLetter, letter_id, with_for_update=lock or None, populate_existing=lock)
    if letter is None:
        raise NotFound("dead-letter-not-found")
    return letter


async def count_waiting(session: AsyncSession) -> int:
    query = select(func.count()).select_from(DeadLetter).where(DeadLetter.status == "waiting")
    return (await session.execute(query)).scalar_one()


async def replay(session: AsyncSession, caller: Caller, consumer: Consumer, letter_id: UUID) -> DeadLetter:
    """Hands the event to its handlers again, whatever came after it: they ignore what is older than what they hold.

    Its effects and the end of the letter are one transaction. Fails with why it failed again, and then it still waits.
    """
    letter = await _waiting(session, letter_id)
    if letter.topic not in consumer.events:
        raise Conflict("dead-letter-without-handler", topic=letter.topic)
    received = read(consumer, Delivery(letter.topic, letter.body.encode(), None))
    try:
        await handle(session, consumer, [received])
    except Exception as error:
        if isinstance(error, Problem) or is_outage(error):
            raise
        raise Conflict("dead-letter-failed-again", reason=type(error).__name__) from error
    return _settled(letter, caller, "replayed")


async def discard(session: AsyncSession, caller: Caller, letter_id: UUID) -> DeadLetter:
    """For good; the row stays and says who."""
    return _settled(await _waiting(session, letter_id), caller, "discarded")


async def _waiting(session: AsyncSession, letter_id: UUID) -> DeadLetter:
    letter = await get_dead_letter(session, letter_id, lock=True)
    if letter.status != "waiting":
        raise Conflict("dead-letter-settled", status=letter.status)
    return letter


def _settled(letter: DeadLetter, caller: Caller, status: str) -> DeadLetter:
    letter.status, letter.settled_by, letter.settled_at = status, caller.subject, datetime.now(UTC)
    return letter
