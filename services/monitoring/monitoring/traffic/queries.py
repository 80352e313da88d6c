"""Sums of exchanges over hours, applications and services."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from monitoring.traffic.histogram import added, empty, quantile
from monitoring.traffic.schemas import Grouping, Traffic, TrafficFilter
from monitoring.traffic.tables import SUMMED, ExchangeHour, Party


async def list_traffic(
    session: AsyncSession, wanted: TrafficFilter, now: datetime, grouping: Grouping
) -> list[Traffic]:
    """Grouped sums: hours in order of time, applications and services by falling number of calls."""
    since, until = wanted.span(now)
    query = select(ExchangeHour).where(ExchangeHour.hour >= _hour(since), ExchangeHour.hour < until)
    if wanted.client:
        query = query.where(ExchangeHour.client == wanted.client)
    if wanted.service:
        query = query.where(ExchangeHour.service == wanted.service)
    groups: dict[str, list[ExchangeHour]] = {}
    for row in await session.scalars(query.order_by(ExchangeHour.hour)):
        key = row.hour.isoformat() if grouping == "hour" else getattr(row, grouping)
        groups.setdefault(key, []).append(row)
    names = await _names(session)
    sums = [_sum(key, names.get(key, key), rows) for key, rows in groups.items()]
    return sums if grouping == "hour" else sorted(sums, key=lambda one: (-one.calls, one.name))


async def list_parties(session: AsyncSession) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Applications and services that were ever called, with their names, for the filter."""
    names = await _names(session)

    async def found(column: str) -> list[tuple[str, str]]:
        keys = await session.scalars(select(getattr(ExchangeHour, column)).distinct())
        return sorted(((key, names.get(key, key)) for key in keys if key), key=lambda pair: pair[1])

    return await found("client"), await found("service")


async def _names(session: AsyncSession) -> dict[str, str]:
    return {party.identifier: party.name for party in await session.scalars(select(Party))}


def _sum(key: str, name: str, rows: Iterable[ExchangeHour]) -> Traffic:
    latency, sums = empty(), dict.fromkeys(SUMMED, 0)
    for row in rows:
        latency = added(latency, row.latency)
        for field in SUMMED:
            sums[field] += getattr(row, field)
    return Traffic(key=key, name=name, **sums, p50=quantile(latency, 0.5), p95=quantile(latency, 0.95))


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
