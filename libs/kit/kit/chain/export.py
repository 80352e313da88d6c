"""A chain as lines of JSON, for whoever checks it elsewhere: header, records in order, each checkpoint after the
record it signs, end. A checkpoint whose record is gone still comes, at the end."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import orjson
from sqlalchemy import Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.chain.entry import microseconds
from kit.chain.tables import ChainCheckpoint, ChainKey, ChainPayload, ChainRecord

AT_ONCE = 1_000


async def export(session: AsyncSession, chain: str, *, newest: int | None = None) -> AsyncIterator[bytes]:
    """One JSON document a line, as of one moment, on a session that has not been used yet. Records that are not sealed
    yet are left out. With `newest`, only so many and those back to the checkpoint before them, which is in the header.
    """
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    keys = {key.id: _text(key.public) for key in await session.scalars(select(ChainKey))}
    start = await _start(session, newest) if newest is not None else None
    begun = {"start": _signed(start)} if start is not None else {}
    yield _line(type="chain", version=1, chain=chain, keys=keys, **begun)
    records = checkpoints = 0
    async for record, checkpoint in _records(session, start.seq if start is not None else 0):
        records += 1
        yield record
        if checkpoint is not None:
            checkpoints += 1
            yield checkpoint_line(checkpoint)
    beyond = select(ChainCheckpoint).where(ChainCheckpoint.seq > await _end(session)).order_by(ChainCheckpoint.seq)
    for one in await session.scalars(beyond):
        checkpoints += 1
        yield checkpoint_line(one)
    yield _line(type="end", records=records, checkpoints=checkpoints)


def checkpoint_line(one: ChainCheckpoint) -> bytes:
    """Also worth keeping by itself: it shows later that a chain has been cut short."""
    return _line(type="checkpoint", **_signed(one))


def _signed(one: ChainCheckpoint) -> dict[str, Any]:
    place = {"seq": one.seq, "hash": one.hash.hex(), "at": microseconds(one.at)}
    return place | {"key": one.key_id, "signature": _text(one.signature)}


async def _start(session: AsyncSession, newest: int) -> ChainCheckpoint | None:
    before = select(ChainCheckpoint).where(ChainCheckpoint.seq <= await _end(session) - newest)
    return (await session.scalars(before.order_by(ChainCheckpoint.seq.desc()).limit(1))).first()


async def _end(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(ChainRecord.seq))) or 0


async def _records(session: AsyncSession, last: int) -> AsyncIterator[tuple[bytes, ChainCheckpoint | None]]:
    """Each record, with the checkpoint that signs the chain up to it where there is one."""
    payload = ChainPayload
    columns = (payload.salt, payload.at, payload.kind, payload.actor, payload.object, payload.outcome)
    query = (
        select(ChainRecord.seq, ChainRecord.id, ChainRecord.prev, ChainRecord.hash, ChainRecord.digest)
        .add_columns(*columns, cast(payload.body, Text))
        .add_columns(ChainCheckpoint)
        .outerjoin(payload, payload.record_id == ChainRecord.id)
        .outerjoin(ChainCheckpoint, ChainCheckpoint.seq == ChainRecord.seq)
        .order_by(ChainRecord.seq)
        .limit(AT_ONCE)
    )
    while rows := (await session.execute(query.where(ChainRecord.seq > last))).all():
        for seq, identity, prev, tip, digest, *content, checkpoint in rows:
            place = {"seq": seq, "id": str(identity), "prev": prev.hex(), "hash": tip.hex(), "digest": digest.hex()}
            said = _payload(*content) if content[0] is not None else None
            yield _line(type="record", **place, payload=said), checkpoint
        last = rows[-1].seq


def _payload(salt: bytes, at: Any, kind: str, actor: str, target: str, outcome: str, body: str) -> dict[str, Any]:
    fields = {"kind": kind, "actor": actor, "object": target, "outcome": outcome, "body": body}
    return {"salt": salt.hex(), "at": microseconds(at), **fields}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _line(**document: Any) -> bytes:
    return orjson.dumps(document) + b"\n"
