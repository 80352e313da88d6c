"""What the portal hears of: its own platform's events, and that there is news for a person."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kit.consumer import Consumer, Received
from kit.contracts.governance import NotificationAdded
from kit.contracts.lgsp_gateway import ExchangesSummarised
from kit.events import Event
from lgsp_gateway.portal.news import note_news
from lgsp_gateway.portal.service import tell, tell_exchanges
from lgsp_gateway.portal.stirring import STIRRING, note_stirring
from lgsp_gateway.portal.telling import TOLD

consumer = Consumer("lgsp-gateway")


async def tell_all(session: AsyncSession, events: list[Received[Event]]) -> None:
    for received in events:
        if not received.republished:
            await tell(session, received.event, received.time)


for event in TOLD:
    consumer.on(event)(tell_all)


async def say_it_stirs(session: AsyncSession, events: list[Received[Event]]) -> None:
    fresh = [received.event.topic for received in events if not received.republished]
    await note_stirring(session, fresh, datetime.now(UTC))


for event in STIRRING:
    consumer.on(event)(say_it_stirs)


@consumer.on(ExchangesSummarised)
async def count_exchanges(session: AsyncSession, events: list[Received[ExchangesSummarised]]) -> None:
    await tell_exchanges(session, [received.event for received in events])


@consumer.on(NotificationAdded)
async def say_there_is_news(session: AsyncSession, events: list[Received[NotificationAdded]]) -> None:
    await note_news(session, [received.event.account_id for received in events], datetime.now(UTC))
