"""What monitoring and meetings tell becomes work."""

from sqlalchemy.ext.asyncio import AsyncSession

from governance.task import alert, conclusion
from kit.clock import utc
from kit.consumer import Consumer, Received
from kit.contracts.meetings import MinutesPublished
from kit.contracts.monitoring import AlertRaised, AlertRecovered

consumer = Consumer("governance")


@consumer.on(AlertRaised)
async def begin(session: AsyncSession, events: list[Received[AlertRaised]]) -> None:
    await alert.begin(session, events, utc())


@consumer.on(AlertRecovered)
async def end(session: AsyncSession, events: list[Received[AlertRecovered]]) -> None:
    await alert.end(session, events, utc())


@consumer.on(MinutesPublished)
async def conclude(session: AsyncSession, events: list[Received[MinutesPublished]]) -> None:
    await conclusion.begin(session, events, utc())
