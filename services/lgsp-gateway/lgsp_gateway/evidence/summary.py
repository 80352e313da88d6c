"""What the evidence adds up to, told to others: calls, faults by side and latency of each minute.

Records are taken in the order of the chain. How far it has been told of moves on in the transaction of the events, so
each record is told of exactly once.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.contracts.lgsp_gateway import LATENCY_BOUNDS_MS, ExchangesSummarised
from kit.outbox import emit
from lgsp_gateway.exchange.trace import KIND

log = logging.getLogger(__name__)
PERIOD_SECONDS = 3.0
MOST_AT_ONCE = 20_000
BOUNDS = [bound * 1000 for bound in LATENCY_BOUNDS_MS]
SIDES = ("client", "gateway", "provider")
NEVER = 2**62  # an exchange whose gateway died had no end: slower than any bound

# The row is locked, so that of several replicas one tells and the others pass.
MARK = text("SELECT seq FROM exchange_summary WHERE id = 1 FOR UPDATE SKIP LOCKED")
MOVE = text("UPDATE exchange_summary SET seq = :seq WHERE id = 1")
NEXT = text("""
    SELECT max(seq) FROM (SELECT seq FROM chain_record WHERE seq > :seq ORDER BY seq LIMIT :most) AS next
""")
ADDED_UP = text("""
    SELECT payload.actor, payload.object, payload.body->>'client_id', payload.body->>'service_id',
           date_trunc('minute', payload.at), payload.outcome,
           width_bucket(coalesce((payload.body->>'elapsed')::bigint, :never) - 1, CAST(:bounds AS bigint[])),
           count(*), min(payload.at), max(payload.at),
           sum((payload.body->>'request_size')::bigint), sum(coalesce((payload.body->>'response_size')::bigint, 0))
    FROM chain_record AS record JOIN chain_payload AS payload ON payload.record_id = record.id
    WHERE record.seq > :after AND record.seq <= :upto
      AND payload.kind = :kind AND payload.outcome <> 'open'
    GROUP BY 1, 2, 3, 4, 5, 6, 7
""")


GIVEN = {"kind": KIND, "bounds": BOUNDS, "never": NEVER}


@dataclass
class Sum:
    since: datetime
    until: datetime
    latency: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    faults: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SIDES, 0))
    request_bytes: int = 0
    response_bytes: int = 0


Key = tuple[str, str, str, str, datetime]


async def summarise(session: AsyncSession) -> int:
    """Emit what has been sealed since the last time; how many records that were."""
    after = await session.scalar(MARK)
    if after is None:
        return 0
    upto = await session.scalar(NEXT, {"seq": after, "most": MOST_AT_ONCE})
    if upto is None:
        return 0
    rows = (await session.execute(ADDED_UP, {"after": after, "upto": upto, **GIVEN})).all()
    await emit(session, *(_event(key, total) for key, total in _sums(rows).items()))
    await session.execute(MOVE, {"seq": upto})
    return int(upto - after)


def _sums(rows: Iterable[Any]) -> dict[Key, Sum]:
    sums: defaultdict[Key, list[Any]] = defaultdict(list)
    for row in rows:
        sums[tuple(row[:5])].append(row[5:])
    return {key: _sum(parts) for key, parts in sums.items()}


def _sum(parts: list[Any]) -> Sum:
    total = Sum(min(part[3] for part in parts), max(part[4] for part in parts))
    for outcome, bucket, calls, _, _, request_bytes, response_bytes in parts:
        total.latency[bucket] += calls
        total.request_bytes += int(request_bytes)
        total.response_bytes += int(response_bytes)
        side = "gateway" if outcome == "broken" else outcome
        if side in total.faults:
            total.faults[side] += calls
    return total


def _event(key: Key, total: Sum) -> ExchangesSummarised:
    client, service, client_id, service_id, minute = key
    return ExchangesSummarised(
        client=client,
        service=service,
        client_id=UUID(client_id) if client_id else None,
        service_id=UUID(service_id) if service_id else None,
        minute=minute,
        since=total.since,
        until=total.until,
        calls=sum(total.latency),
        **{f"{side}_faults": total.faults[side] for side in SIDES},
        latency=total.latency,
        request_bytes=total.request_bytes,
        response_bytes=total.response_bytes,
    )


@asynccontextmanager
async def run_summaries(app: FastAPI) -> AsyncIterator[None]:
    """A lifespan."""
    if not app.state.settings.run_background:
        yield
        return
    task = asyncio.create_task(_repeat(app), name="exchange summaries")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _repeat(app: FastAPI) -> None:
    while True:
        await asyncio.sleep(PERIOD_SECONDS)
        try:
            more = MOST_AT_ONCE
            while more == MOST_AT_ONCE:
                async with app.state.database.session() as session:
                    more = await summarise(session)
        except Exception:
            log.exception("exchanges could not be summarised")
