"""Keeps the sums of exchanges."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from kit.contracts.lgsp_gateway import ExchangesSummarised
from monitoring.traffic.histogram import added, empty
from monitoring.traffic.tables import SUMMED, ExchangeHour

Key = tuple[datetime, str, str]


async def add_up(session: AsyncSession, summaries: Sequence[ExchangesSummarised]) -> None:
    """Each summary once: the caller sees to that. One reader a service, so nobody else writes these rows."""
    rows = await _rows(session, {_key(one) for one in summaries})
    for one in summaries:
        row = rows[_key(one)]
        for field in SUMMED:
            setattr(row, field, getattr(row, field) + getattr(one, field))
        row.latency = added(row.latency, one.latency)


async def _rows(session: AsyncSession, keys: set[Key]) -> dict[Key, ExchangeHour]:
    place = tuple_(ExchangeHour.hour, ExchangeHour.client, ExchangeHour.service)
    found = await session.scalars(select(ExchangeHour).where(place.in_(keys)))
    known = {(row.hour, row.client, row.service): row for row in found}
    for hour, client, service in sorted(keys - known.keys()):
        row = ExchangeHour(hour=hour, client=client, service=service, latency=empty(), **dict.fromkeys(SUMMED, 0))
        session.add(row)
        known[hour, client, service] = row
    return known


def _key(one: ExchangesSummarised) -> Key:
    return one.minute.replace(minute=0, second=0, microsecond=0), one.client, one.service
