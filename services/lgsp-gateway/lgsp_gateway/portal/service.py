"""Writing the feed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.contracts.lgsp_gateway import ExchangesSummarised
from kit.events import Event
from lgsp_gateway.portal.tables import HEALTH, NEXT_PLACE, FeedItem
from lgsp_gateway.portal.telling import TOLD

MOST_ITEMS = 20_000


async def tell(session: AsyncSession, event: Event, happened_at: datetime) -> None:
    telling = TOLD[type(event)](event)
    session.add(
        FeedItem(
            topic=event.topic,
            text=telling.text,
            scope=telling.scope,
            tone=telling.tone,
            values=telling.values,
            link=telling.link,
            happened_at=happened_at,
        )
    )


async def tell_health(session: AsyncSession, service: str, text: str, tone: str, now: datetime) -> None:
    item = FeedItem(topic=HEALTH, text=text, tone=tone, values={"platform": service}, happened_at=now)
    session.add(item)


async def tell_exchanges(session: AsyncSession, summaries: Iterable[ExchangesSummarised]) -> None:
    """One item an hour for each pair of client and service, which counts up; calls of nobody known are not told."""
    for summary in summaries:
        if summary.client and summary.service:
            await _count(session, summary)


async def _count(session: AsyncSession, summary: ExchangesSummarised) -> None:
    faults = summary.client_faults + summary.gateway_faults + summary.provider_faults
    row = insert(FeedItem).values(
        key=f"{summary.client}>{summary.service}@{summary.minute:%Y%m%d%H}",
        topic=summary.topic,
        text="exchanges",
        scope="traffic:read",
        tone="info",
        values={"client": summary.client, "service": summary.service, "calls": summary.calls, "faults": faults},
        link="/monitoring/traffic",
        happened_at=summary.until,
    )
    counted = {name: cast(FeedItem.values[name].astext, BigInteger) for name in ("calls", "faults")}
    sums = func.jsonb_build_object(
        "client", summary.client, "service", summary.service,
        "calls", counted["calls"] + summary.calls, "faults", counted["faults"] + faults,
    )  # fmt: skip
    latest = func.greatest(FeedItem.happened_at, row.excluded.happened_at)
    changed = {"id": NEXT_PLACE, "values": sums, "happened_at": latest}
    await session.execute(row.on_conflict_do_update(index_elements=["key"], set_=changed))


async def forget_old(session: AsyncSession, now: datetime, days: int) -> None:
    newest = select(FeedItem.id).order_by(FeedItem.id.desc()).offset(MOST_ITEMS).limit(1).scalar_subquery()
    await session.execute(delete(FeedItem).where(FeedItem.happened_at < now - timedelta(days=days)))
    await session.execute(delete(FeedItem).where(FeedItem.id <= newest))
