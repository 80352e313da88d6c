"""Counts what a model is asked and answers, in memory, and writes the counts down every few seconds.

A process that dies loses the counts of its last seconds: the figure is for shares, not for bills.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ml.drift import Shares
from kit.ml.tables import ModelUse
from kit.rows import into, write

Place = tuple[str, int, date, str, str]
COLUMNS = ("name", "number", "day", "aspect", "bucket")
_first = into(ModelUse)
_more = {"count": ModelUse.count + _first.excluded.count}
_ADDED = _first.on_conflict_do_update(index_elements=COLUMNS, set_=_more)


class Uses:
    def __init__(self) -> None:
        self._counts: Counter[Place] = Counter()

    def count(self, name: str, number: int, day: date, aspects: Sequence[tuple[str, str]]) -> None:
        for aspect, bucket in aspects:
            self._counts[name, number, day, aspect, bucket] += 1

    async def write(self, session: AsyncSession) -> None:
        """What was counted since; it counts once more when the transaction fails."""
        taken, self._counts = self._counts, Counter()
        if not taken:
            return
        rows = [dict(zip(COLUMNS, place, strict=True), count=count) for place, count in sorted(taken.items())]
        try:
            await write(session, _ADDED, rows)
        except Exception:
            self._counts += taken
            raise


async def recent(session: AsyncSession, name: str, number: int, since: date) -> Mapping[date, Mapping[str, Shares]]:
    """By day and aspect."""
    query = select(ModelUse).where(ModelUse.name == name, ModelUse.number == number, ModelUse.day >= since)
    found: dict[date, dict[str, dict[str, int]]] = {}
    for row in await session.scalars(query.order_by(ModelUse.day)):
        found.setdefault(row.day, {}).setdefault(row.aspect, {})[row.bucket] = row.count
    return {
        day: {aspect: Shares(counts=counts) for aspect, counts in aspects.items()} for day, aspects in found.items()
    }


async def total(session: AsyncSession, name: str, since: date) -> int:
    """Answers given, by any version."""
    asked = select(func.coalesce(func.sum(ModelUse.count), 0))
    return int(
        await session.scalar(asked.where(ModelUse.name == name, ModelUse.aspect == "answer", ModelUse.day >= since))
        or 0
    )
