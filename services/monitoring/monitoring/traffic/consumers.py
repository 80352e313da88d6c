"""What the gateway tells of exchanges and of those who exchange."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.consumer import Consumer, Received, project
from kit.contracts.lgsp_gateway import (
    ApplicationChanged,
    ApplicationRegistered,
    ExchangesSummarised,
    ServiceChanged,
    ServiceRegistered,
)
from monitoring.traffic.service import add_up
from monitoring.traffic.tables import Party

consumer = Consumer("monitoring")


@consumer.on(ExchangesSummarised)
async def add(session: AsyncSession, events: list[Received[ExchangesSummarised]]) -> None:
    await add_up(session, [received.event for received in events])


async def name(session: AsyncSession, events: list[Received[Any]]) -> None:
    facts = ((received.event, received.version) for received in events)
    await project(
        session,
        Party,
        [{"identifier": event.identifier, "name": event.name, "version": version} for event, version in facts],
    )


for named in (ApplicationRegistered, ApplicationChanged, ServiceRegistered, ServiceChanged):
    consumer.on(named)(name)
