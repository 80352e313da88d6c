from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from lgsp_gateway.catalogue.queries import find_description, get_service
from lgsp_gateway.catalogue.schemas import ServiceRead
from lgsp_gateway.description import queries, service
from lgsp_gateway.description.errors import NoDescription
from lgsp_gateway.description.schemas import (
    DescriptionApply,
    DescriptionDifferences,
    DescriptionGiven,
    ServiceImport,
)

router = APIRouter(prefix="/lgsp-gateway/api/v1/services", tags=["description"])
Reader = Annotated[Caller, requires("services:read")]
Writer = Annotated[Caller, requires("services:write")]


@router.post("/imports", status_code=201)
async def import_service(
    request: Request, data: ServiceImport, session: Session, caller: Writer, now: Now
) -> ServiceRead:
    """From an OpenAPI 3.0 or 3.1 document, as text or by address."""
    hosts = request.app.state.settings.allowed_hosts
    return ServiceRead.model_validate(await service.import_service(session, caller, data, now, hosts))


@router.get("/{service_id}/description", dependencies=[requires("services:read")])
async def get_description(service_id: UUID, session: Session) -> dict[str, Any]:
    await get_service(session, service_id)
    document = await find_description(session, service_id)
    if document is None:
        raise NoDescription
    return document


@router.put("/{service_id}/description/draft")
async def read_again(
    request: Request, service_id: UUID, session: Session, caller: Writer, data: DescriptionGiven | None = None
) -> DescriptionDifferences:
    """Without a body it is read from where it was read before. Nothing changes until it is applied."""
    hosts = request.app.state.settings.allowed_hosts
    await service.read_again(session, caller, service_id, data, hosts)
    return await queries.get_differences(session, caller, service_id)


@router.get("/{service_id}/description/draft")
async def get_differences(service_id: UUID, session: Session, caller: Reader) -> DescriptionDifferences:
    """It names who would lose rights, so it is for those who may see them."""
    return await queries.get_differences(session, caller, service_id)


@router.delete("/{service_id}/description/draft", status_code=204)
async def discard(service_id: UUID, session: Session, caller: Writer) -> None:
    await service.discard(session, caller, service_id)


@router.put("/{service_id}/description")
async def apply(service_id: UUID, data: DescriptionApply, session: Session, caller: Writer, now: Now) -> ServiceRead:
    return ServiceRead.model_validate(await service.apply(session, caller, service_id, data, now))
