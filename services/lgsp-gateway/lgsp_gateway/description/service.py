import asyncio
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from kit.auth import Caller
from kit.contracts.lgsp_gateway import ServiceChanged
from kit.editing import expect
from kit.http import fetch
from kit.text import clean_name, clean_text
from lgsp_gateway.access.service import revoke_for_endpoints
from lgsp_gateway.application.queries import get_own_application
from lgsp_gateway.catalogue.queries import find_description, get_own_service
from lgsp_gateway.catalogue.schemas import Address
from lgsp_gateway.catalogue.service import add, facts
from lgsp_gateway.catalogue.tables import Endpoint, Service
from lgsp_gateway.catalogue.template import shape_of
from lgsp_gateway.description.comparing import Comparison, compare
from lgsp_gateway.description.errors import BrokenDescription, DraftDiffers, NoDescription
from lgsp_gateway.description.extraction import Operation, base_address, operations
from lgsp_gateway.description.parsing import MOST_BYTES
from lgsp_gateway.description.queries import get_draft
from lgsp_gateway.description.reading import Description, read
from lgsp_gateway.description.schemas import DescriptionApply, DescriptionGiven, ServiceImport
from lgsp_gateway.description.tables import DescriptionDraft
from lgsp_gateway.registry.service import alone, record

ENDPOINT_GONE = "Mô tả mới của dịch vụ không còn điểm cuối này."
FETCH_SECONDS = 20
Hosts = frozenset[str]


async def import_service(
    session: AsyncSession, caller: Caller, data: ServiceImport, now: datetime, allowed_hosts: Hosts
) -> Service:
    """A new service, off, with an endpoint for each operation of its description."""
    description = await _given(data, allowed_hosts)
    document, info = description.document, description.document["info"]
    service = Service(
        **data.model_dump(exclude={"application_id", "document", "name", "base_url"}),
        name=data.name or clean_name(str(info["title"])[:250]) or data.code,
        summary=clean_text(str(info.get("description") or info.get("summary") or "")[:5000]),
        kind="openapi",
        base_url=data.base_url or _base_address(document, data.description_url),
        description_digest=description.digest,
        described_at=now,
        endpoints=[_endpoint(operation) for operation in operations(document)],
    )
    instance = await alone(session)
    service.application = await get_own_application(session, caller, data.application_id)
    _publish(service, document, instance)
    return await add(session, caller, data.application_id, service)


async def read_again(
    session: AsyncSession, caller: Caller, service_id: UUID, data: DescriptionGiven | None, allowed_hosts: Hosts
) -> DescriptionDraft:
    """Keeps what was read, from the document given or from where it was read before, for somebody to look at."""
    service = await get_own_service(session, caller, service_id)
    if service.kind != "openapi" or (data is None and not service.description_url):
        raise NoDescription
    given = data or DescriptionGiven(description_url=service.description_url)
    description = await _given(given, allowed_hosts)
    return await session.merge(
        DescriptionDraft(
            service_id=service_id,
            document=description.document,
            digest=description.digest,
            read_by=caller.subject,
        )
    )


async def apply(
    session: AsyncSession, caller: Caller, service_id: UUID, data: DescriptionApply, now: datetime
) -> Service:
    """Puts the draft in force: endpoints come and go, and rights to those that go are revoked."""
    instance = await alone(session)
    service, draft = await get_draft(session, caller, service_id)
    expect(service, data.version)
    if draft.digest != data.digest:
        raise DraftDiffers
    found = compare(service, await find_description(session, service_id), draft.document)
    gone = [endpoint.id for endpoint in found.removed]
    await revoke_for_endpoints(session, caller, gone, ENDPOINT_GONE, now)
    _follow(service, found)
    _publish(service, draft.document, instance)
    service.description_digest, service.described_at = draft.digest, now
    flag_modified(service, "name")  # the version counts endpoints too
    await session.delete(draft)
    await session.flush()
    event = ServiceChanged(**facts(service, instance))
    await record(session, caller, event, version=service.version, changed=["description"])
    return service


async def discard(session: AsyncSession, caller: Caller, service_id: UUID) -> None:
    _, draft = await get_draft(session, caller, service_id)
    await session.delete(draft)


def _publish(service: Service, document: dict[str, Any], instance: str) -> None:
    """Callers read the description too: it names the gateway, never the provider's own address."""
    here = f"/r1/{instance}/{service.identifier}"
    service.description = document | {"servers": [{"url": here}]}


def _follow(service: Service, found: Comparison) -> None:
    for endpoint in found.removed:
        service.endpoints.remove(endpoint)
    for endpoint, operation in found.changed:
        endpoint.template, endpoint.summary, endpoint.imported = operation.template, operation.summary, True
    service.endpoints.extend(_endpoint(operation) for operation in found.added)


async def _given(data: DescriptionGiven, allowed_hosts: Hosts) -> Description:
    if data.document:
        return await read(data.document.encode())
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            raw = await fetch(data.description_url, most=MOST_BYTES, allowed_hosts=allowed_hosts)
    except TimeoutError as error:
        raise BrokenDescription.because("too_slow", "description_url", seconds=FETCH_SECONDS) from error
    return await read(raw)


def _base_address(document: dict[str, Any], description_url: str) -> str:
    """A relative one stands against the address of the description."""
    address = base_address(document)
    try:
        found: str = TypeAdapter(Address).validate_python(urljoin(description_url, address))
    except ValidationError as error:
        raise BrokenDescription([{"field": "base_url", "message": "description.wrong.no_base_url"}]) from error
    return found


def _endpoint(operation: Operation) -> Endpoint:
    return Endpoint(
        method=operation.method,
        template=operation.template,
        shape=shape_of(operation.template),
        summary=operation.summary,
        imported=True,
    )
