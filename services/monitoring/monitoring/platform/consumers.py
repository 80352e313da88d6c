"""What platforms tell of themselves, and the gateway of applications, national services, rights and exchanges."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import utc
from kit.consumer import Consumer, Received, project
from kit.contracts.lgsp_gateway import (
    AccessGranted,
    AccessRevoked,
    ApplicationChanged,
    ApplicationRegistered,
    ExchangesSummarised,
    ServiceChanged,
    ServiceRegistered,
    ServiceRemoved,
    ServiceSwitched,
)
from kit.contracts.platform import DESCRIBED
from monitoring.platform.service import see, write_what_is_known
from monitoring.platform.tables import AccessRight, ConnectedApplication, DescribedPlatform, NationalService

consumer = Consumer("monitoring")


async def describe(session: AsyncSession, events: list[Received[Any]]) -> None:
    rows = [
        {
            "service": one.event.service,
            "models": list(one.event.models),
            "told_at": one.time,
            "version": one.version,
        }
        for one in events
    ]
    await project(session, DescribedPlatform, rows)
    await write_what_is_known(session, utc())


async def know_application(session: AsyncSession, events: list[Received[Any]]) -> None:
    rows = [
        {**one.event.model_dump(include={"application_id", "identifier", "active"}), "version": one.version}
        for one in events
    ]
    await project(session, ConnectedApplication, rows)
    await write_what_is_known(session, utc())


async def know_service(session: AsyncSession, events: list[Received[Any]]) -> None:
    """Only those behind the national platform count."""
    rows = [
        {
            **one.event.model_dump(include={"service_id", "identifier"}),
            "removed": isinstance(one.event, ServiceRemoved),
            "version": one.version,
        }
        for one in events
        if one.event.kind == "national"
    ]
    await project(session, NationalService, rows)
    if rows:
        await write_what_is_known(session, utc())


async def know_right(session: AsyncSession, events: list[Received[Any]]) -> None:
    rows = [
        {
            **one.event.model_dump(include={"access_right_id", "application", "valid_from", "valid_to"}),
            "revoked": isinstance(one.event, AccessRevoked),
            "version": one.version,
        }
        for one in events
    ]
    await project(session, AccessRight, rows)
    await write_what_is_known(session, utc())


@consumer.on(ExchangesSummarised)
async def know_exchange(session: AsyncSession, events: list[Received[ExchangesSummarised]]) -> None:
    """Calls that failed connect nobody."""
    seen: dict[str, datetime] = {}
    for received in events:
        one = received.event
        if one.calls > one.client_faults + one.gateway_faults + one.provider_faults:
            seen |= {identifier: one.until for identifier in (one.client, one.service) if identifier}
    if await see(session, seen):
        await write_what_is_known(session, utc())


for described in DESCRIBED.values():
    consumer.on(described)(describe)
for application in (ApplicationRegistered, ApplicationChanged):
    consumer.on(application)(know_application)
for service in (ServiceRegistered, ServiceChanged, ServiceSwitched, ServiceRemoved):
    consumer.on(service)(know_service)
for right in (AccessGranted, AccessRevoked):
    consumer.on(right)(know_right)
