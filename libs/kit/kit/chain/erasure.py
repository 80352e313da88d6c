"""Retention: payloads past their time are erased; that it happened, under which rule, is a record for ever."""

from datetime import UTC, datetime

import orjson
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.chain.entry import Entry, new_id
from kit.chain.sealer import lock, seal
from kit.chain.signing import Signer
from kit.chain.tables import ChainOpen, ChainPayload
from kit.chain.writer import append

KIND = "erasure"
MOST_AT_ONCE = 2_000


async def erase(session: AsyncSession, signer: Signer, *, actor: str, target: str, before: datetime, rule: str) -> int:
    """Erase what was said of `target` before a time; how many payloads, at most 2,000 a call.

    The erasure is sealed in the transaction that erases: no chain is ever seen with payloads missing unexplained.
    """
    await lock(session)
    expired = select(ChainPayload.record_id).where(
        ChainPayload.object == target,
        ChainPayload.at < before,
        ChainPayload.kind != KIND,
        ChainPayload.record_id.not_in(select(ChainOpen.record_id)),
    )
    ids = (await session.scalars(expired.order_by(ChainPayload.record_id).limit(MOST_AT_ONCE))).all()
    if not ids:
        return 0
    body = orjson.dumps({"rule": rule, "before": before, "records": [str(one) for one in ids]})
    entry = Entry(new_id(), datetime.now(UTC), KIND, actor, target, "erased", body)
    await append(session, entry)
    while await seal(session, signer):
        pass
    await session.execute(delete(ChainPayload).where(ChainPayload.record_id.in_(ids)))
    return len(ids)
