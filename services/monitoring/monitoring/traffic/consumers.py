"""What the gateway tells of exchanges and of those who exchange."""

from sqlalchemy.ext.asyncio import AsyncSession

from kit.consumer import Consumer, Received
from kit.contracts.lgsp_gateway import (
    ApplicationChanged,
    ApplicationRegistered,
    ExchangesSummarised,
    ServiceChanged,
    ServiceRegistered,
)
from monitoring.traffic import service

consumer = Consumer("monitoring")
Named = ApplicationRegistered | ApplicationChanged | ServiceRegistered | ServiceChanged


@consumer.on(ExchangesSummarised)
async def add_up(session: AsyncSession, events: list[Received[ExchangesSummarised]]) -> None:
    await service.add_up(session, [event.data for event in events])


@consumer.on(ApplicationRegistered, ApplicationChanged, ServiceRegistered, ServiceChanged)
async def name(session: AsyncSession, events: list[Received[Named]]) -> None:
    await service.name(session, [(event.data.identifier, event.data.name, event.version) for event in events])
