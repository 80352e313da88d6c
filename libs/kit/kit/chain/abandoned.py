"""Openings whose writer is dead are closed as broken: somebody was about to act, and nobody can say what came of it."""

from datetime import UTC, datetime

import orjson
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.chain.entry import Entry, new_id
from kit.chain.tables import ChainOpen, ChainPayload
from kit.chain.writer import WRITERS, append

MOST_AT_ONCE = 500
# Taking a writer's lock proves that no session of it lives; it is given back with the transaction.
WRITER_IS_GONE = text("SELECT pg_try_advisory_xact_lock(:writers, CAST(:number AS int))")


async def close_abandoned(session: AsyncSession) -> int:
    """How many were closed. The caller holds the sealer's lock."""
    closed = 0
    for number in (await session.scalars(select(ChainOpen.writer).distinct())).all():
        if await session.scalar(WRITER_IS_GONE, {"writers": WRITERS, "number": number}):
            closed += await _close(session, number)
    return closed


async def _close(session: AsyncSession, writer: int) -> int:
    left = select(ChainPayload).join(ChainOpen, ChainOpen.record_id == ChainPayload.record_id)
    openings = (await session.scalars(left.where(ChainOpen.writer == writer).limit(MOST_AT_ONCE))).all()
    await append(session, *(_broken(opening) for opening in openings))
    return len(openings)


def _broken(opening: ChainPayload) -> Entry:
    return Entry(
        id=new_id(),
        at=datetime.now(UTC),
        kind=opening.kind,
        actor=opening.actor,
        object=opening.object,
        outcome="broken",
        body=orjson.dumps(opening.body | {"opening": str(opening.record_id)}),
        closes=opening.record_id,
    )
