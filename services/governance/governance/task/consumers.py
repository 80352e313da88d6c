"""What monitoring, meetings and citizens tell becomes work."""

from sqlalchemy.ext.asyncio import AsyncSession

from governance.task import alert, conclusion, petition
from kit.clock import utc
from kit.consumer import Consumer, Received
from kit.contracts.assistant_citizen import PetitionClosed, PetitionFiled
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


@consumer.on(PetitionFiled)
async def take_up(session: AsyncSession, events: list[Received[PetitionFiled]]) -> None:
    await petition.begin(session, events, utc())


@consumer.on(PetitionClosed)
async def settle(session: AsyncSession, events: list[Received[PetitionClosed]]) -> None:
    await petition.end(session, events, utc())
