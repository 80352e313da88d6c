"""Contents that no row of a service names are thrown away; what one feature lets go another may hold.

Whoever names a content in a row puts it by `put`: until the transaction has ended it is held, and is not swept although
nobody else can see the row yet. Whoever sweeps asks again, content by content, while nobody can begin to hold it.
"""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.files.arriving import Arrived
from kit.files.store import Files, Kept

Known = Callable[[AsyncSession, Collection[str]], Awaitable[set[str]]]
"""Which of these digests some row of the service names."""
HOLD = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('file ' || :digest, 0))")
TAKE = text("SELECT pg_try_advisory_xact_lock(hashtextextended('file ' || :digest, 0))")
AT_ONCE = 500
MOST = 1000
"""Removed in one round: each is a lock until its end. The next round takes the others."""


async def put(session: AsyncSession, files: Files, arrived: Arrived) -> Kept:
    """As `Files.put`, for a row that this transaction writes."""
    await session.execute(HOLD, {"digest": arrived.digest})
    return await files.put(arrived)


async def sweep(session: AsyncSession, files: Files, before: datetime, known: Known) -> int:
    """How many were removed of those put before `before`: longer ago than any request takes."""
    removed, seen = 0, list[str]()
    async for digest in files.kept_before(before):
        seen.append(digest)
        if len(seen) >= AT_ONCE:
            removed += await _sweep(session, files, seen, known)
            seen.clear()
        if removed >= MOST:
            return removed
    return removed + await _sweep(session, files, seen, known)


async def _sweep(session: AsyncSession, files: Files, digests: Collection[str], known: Known) -> int:
    removed = 0
    for digest in set(digests) - await known(session, digests):
        if await session.scalar(TAKE, {"digest": digest}) and not await known(session, [digest]):
            await files.remove(digest)
            removed += 1
    return removed
