"""Builds the directory from the registry's tables."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import raiseload, selectinload, undefer

from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue import tables as catalogue
from lgsp_gateway.exchange.directory import Client, Directory, Right, Service, ServiceKey, origin_of
from lgsp_gateway.exchange.template import Endpoint, Templates
from lgsp_gateway.member.tables import Member
from lgsp_gateway.registry.tables import DirectoryVersion


async def read_directory(session: AsyncSession, today: date) -> Directory:
    """All of it, as of one moment."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    version, instance = (await session.execute(select(DirectoryVersion.version, DirectoryVersion.instance))).one()
    applications = (await session.scalars(select(Application))).all()
    clients = {application.id: _client(application, instance) for application in applications}
    return Directory(
        version=version,
        day=today,
        instance=instance,
        clients={
            "/".join((instance, *spelling)): clients[application.id]
            for application in applications
            for spelling in _spellings(application)
        },
        by_id=clients,
        services=await _services(session, instance, applications, clients),
        members=await _members(session, today),
    )


async def _services(
    session: AsyncSession, instance: str, applications: Iterable[Application], clients: dict[UUID, Client]
) -> dict[ServiceKey, Service]:
    """Each under every spelling of its provider's member code."""
    rights, owners = await _rights(session), {application.id: application for application in applications}
    found = select(catalogue.Service).options(
        undefer(catalogue.Service.description), selectinload(catalogue.Service.endpoints), raiseload("*")
    )
    services: dict[ServiceKey, Service] = {}
    for row in (await session.scalars(found)).unique():
        service = _service(row, clients[row.application_id], rights[row.id])
        for spelling in _spellings(owners[row.application_id]):
            services[(instance, *spelling, row.code)] = service
    return services


async def _members(session: AsyncSession, today: date) -> tuple[tuple[str, str, str], ...]:
    """(class, code, name) of those that are members today."""
    members = await session.scalars(select(Member).order_by(Member.member_class, Member.code))
    return tuple(
        (member.member_class, member.code, member.name)
        for member in members
        if member.valid_from <= today and (member.valid_to is None or today < member.valid_to)
    )


async def _rights(session: AsyncSession) -> defaultdict[UUID, dict[UUID, tuple[Right, ...]]]:
    """By service, then by client."""
    columns = (
        AccessRight.service_id,
        AccessRight.application_id,
        AccessRight.endpoint_id,
        AccessRight.valid_from,
        AccessRight.valid_to,
    )
    rights: defaultdict[UUID, dict[UUID, tuple[Right, ...]]] = defaultdict(dict)
    standing = await session.execute(select(*columns).where(AccessRight.revoked_at.is_(None)))
    for service, client, endpoint, start, end in standing:
        rights[service][client] = (*rights[service].get(client, ()), Right(endpoint, start, end))
    return rights


def _spellings(application: Application) -> Iterable[tuple[str, str, str]]:
    """(class, member code, application code) under each spelling of the member's code."""
    member = application.member
    for code in (member.code, *(alias.alias for alias in member.aliases)):
        yield member.member_class, code, application.code


def _client(row: Application, instance: str) -> Client:
    printed = f"{instance}/{row.member.member_class}/{row.member.code}/{row.code}"
    return Client(
        id=row.id,
        subject=str(row.id),
        printed=printed,
        name=row.name,
        active=row.active,
        rate=row.rate_limit,
        burst=row.burst,
        valid_from=row.member.valid_from,
        valid_to=row.member.valid_to,
        header=printed.encode(),
    )


def _service(row: catalogue.Service, provider: Client, rights: dict[UUID, tuple[Right, ...]]) -> Service:
    endpoints = tuple(Endpoint(one.id, one.method, one.template) for one in row.endpoints)
    origin, base_path = origin_of(row.base_url)
    printed = f"{provider.printed}/{row.code}"
    return Service(
        id=row.id,
        printed=printed,
        code=row.code,
        name=row.name,
        kind=row.kind,
        base_url=row.base_url,
        origin=origin,
        base_path=base_path,
        timeout=row.timeout_ms / 1000,
        max_request_bytes=row.max_request_bytes,
        max_response_bytes=row.max_response_bytes,
        rate=row.rate_limit,
        burst=row.burst,
        enabled=row.enabled,
        notice=row.notice,
        back_at=row.back_at,
        provider=provider,
        templates=Templates(endpoints),
        endpoints=endpoints,
        rights=rights,
        description=row.description,
        header=printed.encode(),
    )
