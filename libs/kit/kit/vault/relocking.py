"""SECRET_KEY is changed in three steps: the old one becomes SECRET_KEY_PREVIOUS and the service starts anew; everything
locked is locked again with the new one, here; the old one goes.
"""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Column, MetaData, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.chain import Entry, append, new_id
from kit.chain.tables import ChainRecord
from kit.settings import Settings
from kit.vault.cipher import Vault
from kit.vault.column import Lock, locked_columns

ACTOR, KIND = "command-line", "identity.vault-resealed"


async def relock(session: AsyncSession, settings: Settings, metadata: MetaData) -> dict[str, int]:
    """How many of each column were locked anew. Locked, and nothing is changed, if there is one that no key opens."""
    return {
        f"{column.table.name}.{column.name}": await _relock(session, Vault.of(settings, lock.purpose), column, lock)
        for column, lock in locked_columns(metadata)
    }


async def _relock(session: AsyncSession, vault: Vault, column: Column[Any], lock: Lock) -> int:
    """Rows that are made meanwhile are locked with the new key already."""
    table, count = column.table, 0
    (key,) = table.primary_key.columns
    held = select(key, table.c[lock.label], column).where(column.is_not(None)).with_for_update()
    for identity, label, locked in (await session.execute(held)).all():
        fresh = vault.resealed(locked, str(label))
        if fresh != locked:
            await session.execute(update(table).where(key == identity).values({column.name: fresh}))
            count += 1
    return count


async def note(session: AsyncSession, counts: dict[str, int], now: datetime) -> bool:
    """In the chain of evidence, if the service has one."""
    if not await session.scalar(select(exists(select(ChainRecord.id)))):
        return False
    body = orjson.dumps({"counts": counts})
    await append(session, Entry(new_id(), now, KIND, ACTOR, "secret-key", "done", body))
    return True
