from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from kit.auth import Caller
from kit.contracts.lgsp_gateway import ServiceChanged, ServiceRegistered, ServiceSwitched
from kit.editing import edit, expect, unless_taken
from kit.text import fold, sort_key
from lgsp_gateway.application.queries import get_own_application
from lgsp_gateway.catalogue.errors import (
    EndpointExists,
    EndpointGranted,
    EndpointImported,
    ServiceCodeTaken,
    ServiceHasNoEndpoint,
)
from lgsp_gateway.catalogue.queries import get_endpoint, get_own_service
from lgsp_gateway.catalogue.schemas import EndpointCreate, ServiceCreate, ServiceUpdate, SwitchOff, SwitchOn
from lgsp_gateway.catalogue.tables import Endpoint, Service
from lgsp_gateway.catalogue.template import shape_of
from lgsp_gateway.registry.reach import must_open
from lgsp_gateway.registry.service import alone, record

NOT_YET = "Dịch vụ chưa được mở. (This service has not been opened yet.)"
"""What callers of a service receive that was never switched on."""


async def register(session: AsyncSession, caller: Caller, data: ServiceCreate) -> Service:
    must_open(caller, data.kind)
    endpoints = [endpoint_of(endpoint, imported=False) for endpoint in data.endpoints]
    values = data.model_dump(exclude={"endpoints", "application_id"})
    return await add(session, caller, data.application_id, Service(**values, endpoints=endpoints))


async def add(session: AsyncSession, caller: Caller, application_id: UUID, service: Service) -> Service:
    """New services are off."""
    instance = await alone(session)
    service.application = await get_own_application(session, caller, application_id)
    service.enabled, service.notice = False, NOT_YET
    make_searchable(service)
    if len({(endpoint.method, endpoint.shape) for endpoint in service.endpoints}) < len(service.endpoints):
        raise EndpointExists
    async with unless_taken(session, ServiceCodeTaken()):
        session.add(service)
    await record(session, caller, ServiceRegistered(**facts(service, instance)), version=service.version)
    return service


async def change(session: AsyncSession, caller: Caller, service_id: UUID, data: ServiceUpdate) -> Service:
    instance = await alone(session)
    service = await get_own_service(session, caller, service_id)
    must_open(caller, service.kind)
    changed = edit(service, data)
    if changed:
        make_searchable(service)
        await changed_now(session, caller, service, instance, changed)
    return service


async def switch_on(session: AsyncSession, caller: Caller, service_id: UUID, data: SwitchOn) -> Service:
    service = await get_own_service(session, caller, service_id)
    if not service.endpoints and service.kind == "openapi":
        raise ServiceHasNoEndpoint
    return await _switch(session, caller, service, data.version, enabled=True, notice="", back_at=None)


async def switch_off(session: AsyncSession, caller: Caller, service_id: UUID, data: SwitchOff) -> Service:
    service = await get_own_service(session, caller, service_id)
    state = data.model_dump(exclude={"version"})
    return await _switch(session, caller, service, data.version, enabled=False, **state)


async def add_endpoint(session: AsyncSession, caller: Caller, service_id: UUID, data: EndpointCreate) -> Endpoint:
    instance = await alone(session)
    service = await get_own_service(session, caller, service_id)
    must_open(caller, service.kind)
    endpoint = endpoint_of(data, imported=False)
    async with unless_taken(session, EndpointExists()):
        service.endpoints.append(endpoint)
        flag_modified(service, "name")  # the service's version counts its endpoints too
    await changed_now(session, caller, service, instance, ["endpoints"])
    return endpoint


async def remove_endpoint(session: AsyncSession, caller: Caller, service_id: UUID, endpoint_id: UUID) -> None:
    instance = await alone(session)
    service = await get_own_service(session, caller, service_id)
    endpoint = await get_endpoint(session, service_id, endpoint_id)
    if endpoint.imported:
        raise EndpointImported
    async with unless_taken(session, EndpointGranted()):
        service.endpoints.remove(endpoint)
        flag_modified(service, "name")
    await changed_now(session, caller, service, instance, ["endpoints"])


async def changed_now(
    session: AsyncSession, caller: Caller, service: Service, instance: str, changed: list[str]
) -> None:
    await session.flush()
    event = ServiceChanged(**facts(service, instance))
    await record(session, caller, event, version=service.version, changed=changed)


async def _switch(session: AsyncSession, caller: Caller, service: Service, version: int, **state: object) -> Service:
    instance = await alone(session)
    expect(service, version, state)
    for name, value in state.items():
        setattr(service, name, value)
    await session.flush()
    event = ServiceSwitched(**facts(service, instance))
    await record(session, caller, event, version=service.version, changed=list(state))
    return service


def endpoint_of(data: EndpointCreate, *, imported: bool) -> Endpoint:
    return Endpoint(**data.model_dump(), shape=shape_of(data.template), imported=imported)


def make_searchable(service: Service) -> None:
    service.name_folded, service.sort_key = fold(service.name), sort_key(service.name)


def facts(service: Service, instance: str) -> dict[str, object]:
    """What every event about a service tells."""
    names = ("application_id", "code", "name", "kind", "personal_data", "enabled", "notice")
    told = {name: getattr(service, name) for name in names}
    return {**told, "service_id": service.id, "identifier": f"{instance}/{service.identifier}"}
