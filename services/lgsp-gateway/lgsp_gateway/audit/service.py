"""The audit trail of sign-in, accounts, keys and tokens: sealed records that name accounts by their id only."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from kit import chain


async def note(
    session: AsyncSession, kind: str, now: datetime, *, actor: str, target: str, outcome: str = "done", **facts: Any
) -> None:
    """In the transaction of what it tells of. `facts` hold no personal data: no names, addresses or what was typed."""
    entry = chain.Entry(
        id=chain.new_id(),
        at=now,
        kind=f"identity.{kind}",
        actor=actor,
        object=target,
        outcome=outcome,
        body=orjson.dumps(facts),
    )
    await chain.append(session, entry)
