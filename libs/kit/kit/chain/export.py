"""A chain as lines of JSON, for whoever checks it elsewhere: header, records in order, checkpoints, end."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import orjson
from sqlalchemy import Text, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.chain.entry import microseconds
from kit.chain.tables import ChainCheckpoint, ChainKey, ChainPayload, ChainRecord

AT_ONCE = 1_000


async def export(session: AsyncSession, chain: str) -> AsyncIterator[bytes]:
    """One JSON document a line, as of one moment. Records that are not sealed yet are left out."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    keys = {key.id: _text(key.public) for key in await session.scalars(select(ChainKey))}
    yield _line(type="chain", version=1, chain=chain, keys=keys)
    count = 0
    async for record in _records(session):
        count += 1
        yield record
    checkpoints = (await session.scalars(select(ChainCheckpoint).order_by(ChainCheckpoint.seq))).all()
    for one in checkpoints:
        yield checkpoint_line(one)
    yield _line(type="end", records=count, checkpoints=len(checkpoints))


def checkpoint_line(one: ChainCheckpoint) -> bytes:
    """Also worth keeping by itself: it shows later that a chain has been cut short."""
    at = microseconds(one.at)
    signed = {"hash": one.hash.hex(), "at": at, "key": one.key_id, "signature": _text(one.signature)}
    return _line(type="checkpoint", seq=one.seq, **signed)


async def _records(session: AsyncSession) -> AsyncIterator[bytes]:
    payload = ChainPayload
    said = (payload.salt, payload.at, payload.kind, payload.actor, payload.object, payload.outcome)
    query = (
        select(ChainRecord.seq, ChainRecord.id, ChainRecord.prev, ChainRecord.hash, ChainRecord.digest)
        .add_columns(*said, cast(payload.body, Text))
        .outerjoin(payload, payload.record_id == ChainRecord.id)
        .order_by(ChainRecord.seq)
        .limit(AT_ONCE)
    )
    last = 0
    while rows := (await session.execute(query.where(ChainRecord.seq > last))).all():
        for seq, identity, prev, tip, digest, *content in rows:
            place = {"seq": seq, "id": str(identity), "prev": prev.hex(), "hash": tip.hex(), "digest": digest.hex()}
            yield _line(type="record", **place, payload=_payload(*content) if content[0] is not None else None)
        last = rows[-1].seq


def _payload(salt: bytes, at: Any, kind: str, actor: str, target: str, outcome: str, body: str) -> dict[str, Any]:
    fields = {"kind": kind, "actor": actor, "object": target, "outcome": outcome, "body": body}
    return {"salt": salt.hex(), "at": microseconds(at), **fields}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _line(**document: Any) -> bytes:
    return orjson.dumps(document) + b"\n"
