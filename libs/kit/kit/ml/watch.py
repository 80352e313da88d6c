"""What a model does lately, against what it was judged by."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.ml import corrections, queries, use
from kit.ml.card import Card
from kit.ml.drift import DRIFTED, LOOK, Shares, stability
from kit.ml.schemas import DayTaken, DriftPoint, DriftRead, Watch

DAYS, ROLLING = 28, 7
Seen = Mapping[date, Mapping[str, Shares]]


async def watch(session: AsyncSession, name: str, now: datetime) -> Watch:
    today = local_day(now)
    since = today - timedelta(days=DAYS - 1)
    version = (await queries.in_use(session, [name])).get(name)
    drift: list[DriftRead] = []
    if version is not None:
        seen = await use.recent(session, name, version.number, since)
        reference = Card.model_validate(version.card).reference
        drift = [_drift(aspect, shares, seen, today) for aspect, shares in reference.items()]
    taken = await corrections.by_day(session, name, now - timedelta(days=DAYS))
    return Watch(
        version=version.number if version else None,
        answers=await use.total(session, name, since),
        drift=drift,
        taken=[DayTaken(day=day, taken=yes, corrected=no) for day, yes, no in taken],
        look=LOOK,
        drifted=DRIFTED,
    )


def _drift(aspect: str, reference: Shares, seen: Seen, today: date) -> DriftRead:
    whole = _summed(aspect, seen, today, DAYS)
    index = stability(whole, reference)
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    points = [DriftPoint(day=day, index=stability(_summed(aspect, seen, day, ROLLING), reference)) for day in days]
    return DriftRead(aspect=aspect, cases=whole.total, index=index, state=_state(index), points=points)


def _summed(aspect: str, seen: Seen, last: date, days: int) -> Shares:
    counts: dict[str, int] = {}
    for day, found in seen.items():
        if last - timedelta(days=days) < day <= last and aspect in found:
            for bucket, count in found[aspect].counts.items():
                counts[bucket] = counts.get(bucket, 0) + count
    return Shares(counts=counts)


def _state(index: float | None) -> str:
    if index is None:
        return "unknown"
    return "drifted" if index >= DRIFTED else "look" if index >= LOOK else "steady"
