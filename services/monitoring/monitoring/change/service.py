"""A queue between who writes figures and who draws conclusions from them: both ends are part of a transaction."""

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from monitoring.change.tables import IndicatorChange

Reader = Literal["alert", "forecast"]
READERS: tuple[Reader, ...] = ("alert", "forecast")
MOST = 2000
"""Rows in one transaction of a reader; a large import leaves one a reader and indicator."""


async def note(session: AsyncSession, codes: Iterable[str], readers: Iterable[Reader] = READERS) -> None:
    """Observations, target, date or lead of these indicators changed in this transaction."""
    rows = [{"reader": reader, "code": code} for code in sorted(set(codes)) for reader in readers]
    if rows:
        await session.execute(insert(IndicatorChange), rows)


def unseen(reader: Reader) -> Select[int]:
    return select(IndicatorChange.id).where(IndicatorChange.reader == reader)


async def take(session: AsyncSession, reader: Reader, most: int = MOST) -> set[str]:
    """What this reader has not seen, oldest first; another replica's share is left to it."""
    share = unseen(reader).order_by(IndicatorChange.id).limit(most).with_for_update(skip_locked=True)
    taken = delete(IndicatorChange).where(IndicatorChange.id.in_(share)).returning(IndicatorChange.code)
    return set((await session.scalars(taken)).all())
