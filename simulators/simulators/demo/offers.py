"""Services on offer and who may call them; what is there already stays, but follows its simulator to a new address."""

from collections.abc import Iterable

from kit.clock import local_day
from lgsp_gateway.access import service as access
from lgsp_gateway.access.queries import list_access_rights
from lgsp_gateway.access.schemas import AccessFilter, AccessGrant
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue import service as catalogue
from lgsp_gateway.catalogue.queries import all_services
from lgsp_gateway.catalogue.schemas import EndpointCreate, ServiceCreate, ServiceRead, ServiceUpdate, SwitchOn
from lgsp_gateway.catalogue.tables import Endpoint, Service
from lgsp_gateway.description.schemas import ServiceImport
from lgsp_gateway.description.service import import_service
from simulators.demo.loading import Loading
from simulators.demo.plan import GrantEntry, ServiceEntry


async def add_services(
    loading: Loading, wanted: Iterable[ServiceEntry], applications: dict[str, Application]
) -> dict[str, Service]:
    """By path, new ones switched on."""
    known = {service.identifier: service for service in await all_services(loading.session)}
    for entry in wanted:
        path = f"{entry.application}/{entry.code}"
        address = loading.settings.address(entry.simulator) + entry.path
        if path in known:
            await _follow(loading, known[path], address)
            continue
        new = await _register(loading, entry, applications[entry.application], address)
        on = SwitchOn(version=new.version)
        known[path] = await catalogue.switch_on(loading.session, loading.caller, new.id, on)
    return known


async def _register(loading: Loading, entry: ServiceEntry, application: Application, address: str) -> Service:
    facts = {
        "application_id": application.id,
        "code": entry.code,
        "name": entry.name,
        "personal_data": entry.personal_data,
        "base_url": address,
    }
    if entry.kind == "openapi":
        described = ServiceImport(**facts, description_url=f"{address}/openapi.json")
        hosts = loading.settings.allowed_hosts
        return await import_service(loading.session, loading.caller, described, loading.now, hosts)
    endpoints = [EndpointCreate(method=method, template=template) for method, template in map(_split, entry.endpoints)]
    data = ServiceCreate(**facts, kind=entry.kind, summary=entry.summary, endpoints=endpoints)
    return await catalogue.register(loading.session, loading.caller, data)


async def _follow(loading: Loading, service: Service, base_url: str) -> None:
    if service.base_url != base_url:
        facts = ServiceRead.model_validate(service).model_dump() | {"base_url": base_url}
        data = ServiceUpdate.model_validate(facts)
        await catalogue.change(loading.session, loading.caller, service.id, data)


async def grant_rights(
    loading: Loading,
    wanted: Iterable[GrantEntry],
    applications: dict[str, Application],
    services: dict[str, Service],
) -> None:
    """A right that somebody revoked is not given again."""
    today = local_day(loading.now)
    for entry in wanted:
        service, client = services[entry.service], applications[entry.client]
        asked = AccessFilter(service_id=service.id, application_id=client.id)
        given = await list_access_rights(loading.session, loading.caller, asked, today)
        if given.items:
            continue
        for endpoint in _named(service, entry):
            data = AccessGrant(
                service_id=service.id,
                application_id=client.id,
                endpoint_id=endpoint.id if endpoint else None,
                legal_basis=entry.legal_basis,
                purpose=entry.purpose,
                valid_from=today,
            )
            await access.grant(loading.session, loading.caller, data, loading.now)


def _named(service: Service, entry: GrantEntry) -> list[Endpoint | None]:
    """None stands for the whole service."""
    offered = {f"{endpoint.method} {endpoint.template}": endpoint for endpoint in service.endpoints}
    return [offered[name] for name in entry.endpoints] or [None]


def _split(endpoint: str) -> tuple[str, str]:
    method, template = endpoint.split(" ")
    return method, template
