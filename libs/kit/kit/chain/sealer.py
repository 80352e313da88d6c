"""The one sealer. It takes what is unsealed, not what comes after a mark: a record that commits late is not skipped."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.chain.abandoned import close_abandoned
from kit.chain.entry import GENESIS, hash_of
from kit.chain.signing import Signer
from kit.chain.tables import ChainCheckpoint, ChainKey

log = logging.getLogger(__name__)
LOCK = 0x7365616C
PERIOD_SECONDS = 1.0
MOST_AT_ONCE = 2_000

UNSEALED = text("SELECT id, digest FROM chain_record WHERE seq IS NULL ORDER BY id LIMIT :most")
TIP = text("SELECT seq, hash FROM chain_record WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1")
PLACE = text("""
    UPDATE chain_record AS record SET seq = place.seq, prev = place.prev, hash = place.hash
    FROM unnest(CAST(:ids AS uuid[]), CAST(:seqs AS bigint[]), CAST(:prevs AS bytea[]), CAST(:hashes AS bytea[]))
        AS place (id, seq, prev, hash)
    WHERE record.id = place.id
""")


async def try_lock(session: AsyncSession) -> bool:
    """Until the transaction ends, nobody else seals."""
    return bool(await session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": LOCK}))


async def lock(session: AsyncSession) -> None:
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


async def seal(session: AsyncSession, signer: Signer, *, most: int = MOST_AT_ONCE) -> int:
    """Seal up to `most` records and sign the new end of the chain; how many. The caller holds the lock."""
    unsealed = (await session.execute(UNSEALED, {"most": most})).all()
    if not unsealed:
        return 0
    tip = (await session.execute(TIP)).one_or_none()
    seq, end = await _place(session, unsealed, *(tip or (0, GENESIS)))
    await _sign(session, signer, seq, end)
    return len(unsealed)


async def _place(session: AsyncSession, unsealed: Sequence[Any], seq: int, prev: bytes) -> tuple[int, bytes]:
    seqs, prevs, hashes = [], [], []
    for seq, (record_id, digest) in enumerate(unsealed, seq + 1):  # noqa: B020, PLR1704 - the last one is returned
        seqs.append(seq)
        prevs.append(prev)
        prev = hash_of(seq, record_id, prev, digest)
        hashes.append(prev)
    ids = [row[0] for row in unsealed]
    await session.execute(PLACE, {"ids": ids, "seqs": seqs, "prevs": prevs, "hashes": hashes})
    return seq, prev


async def _sign(session: AsyncSession, signer: Signer, seq: int, end: bytes) -> None:
    key = insert(ChainKey).values(id=signer.key_id, public=signer.public)
    await session.execute(key.on_conflict_do_nothing())
    at = datetime.now(UTC)
    signature = signer.sign(seq, end, at)
    session.add(ChainCheckpoint(seq=seq, hash=end, at=at, key_id=signer.key_id, signature=signature))
    await session.flush()
    # Logs leave this machine: a database cut short and re-signed by its owner still contradicts them.
    log.info("checkpoint", extra={"seq": seq, "hash": end.hex(), "signature": signature.hex()})


@asynccontextmanager
async def run_sealer(app: FastAPI) -> AsyncIterator[None]:
    """A lifespan. Every replica runs one; the lock lets one of them work at a time."""
    if not app.state.settings.run_background:
        yield
        return
    task = asyncio.create_task(_repeat(app, Signer.of(app.state.settings)), name="sealer")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _repeat(app: FastAPI, signer: Signer) -> None:
    while True:
        try:
            while await _round(app, signer) == MOST_AT_ONCE:
                pass
        except Exception:
            log.exception("sealing failed")
        await asyncio.sleep(PERIOD_SECONDS)


async def _round(app: FastAPI, signer: Signer) -> int:
    async with app.state.database.session() as session:
        if not await try_lock(session):
            return 0
        await close_abandoned(session)
        return await seal(session, signer)
