from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from kit.auth import Caller, requires
from kit.db import Session
from kit.page import Page
from lgsp_gateway.catalogue import queries, service
from lgsp_gateway.catalogue.schemas import (
    EndpointCreate,
    EndpointRead,
    ServiceCreate,
    ServiceFilter,
    ServiceRead,
    ServiceUpdate,
    SwitchOff,
    SwitchOn,
)
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.registry.reach import reaches

INNER = {"base_url": "", "description_url": ""}
router = APIRouter(prefix="/lgsp-gateway/api/v1/services", tags=["catalogue"])
Reader = Annotated[Caller, requires("services:read")]
Writer = Annotated[Caller, requires("services:write")]


@router.get("")
async def list_services(
    wanted: Annotated[ServiceFilter, Query()], session: Session, caller: Reader
) -> Page[ServiceRead]:
    """Of the whole province: an agency must learn what it can ask for."""
    page = await queries.list_services(session, wanted)
    return Page(items=[read(caller, service) for service in page.items], next=page.next)


@router.post("", status_code=201)
async def register(data: ServiceCreate, session: Session, caller: Writer) -> ServiceRead:
    return ServiceRead.model_validate(await service.register(session, caller, data))


@router.get("/{service_id}")
async def get_service(service_id: UUID, session: Session, caller: Reader) -> ServiceRead:
    return read(caller, await queries.get_service(session, service_id))


@router.put("/{service_id}")
async def change(service_id: UUID, data: ServiceUpdate, session: Session, caller: Writer) -> ServiceRead:
    return ServiceRead.model_validate(await service.change(session, caller, service_id, data))


@router.post("/{service_id}/on")
async def switch_on(service_id: UUID, data: SwitchOn, session: Session, caller: Writer) -> ServiceRead:
    return ServiceRead.model_validate(await service.switch_on(session, caller, service_id, data))


@router.post("/{service_id}/off")
async def switch_off(service_id: UUID, data: SwitchOff, session: Session, caller: Writer) -> ServiceRead:
    return ServiceRead.model_validate(await service.switch_off(session, caller, service_id, data))


@router.post("/{service_id}/endpoints", status_code=201)
async def add_endpoint(service_id: UUID, data: EndpointCreate, session: Session, caller: Writer) -> EndpointRead:
    return EndpointRead.model_validate(await service.add_endpoint(session, caller, service_id, data))


@router.delete("/{service_id}/endpoints/{endpoint_id}", status_code=204)
async def remove_endpoint(service_id: UUID, endpoint_id: UUID, session: Session, caller: Writer) -> None:
    await service.remove_endpoint(session, caller, service_id, endpoint_id)


def read(caller: Caller, found: Service) -> ServiceRead:
    """Without the addresses behind the gateway, which are for those who keep the service."""
    told = ServiceRead.model_validate(found)
    return told if reaches(caller, found.application.member) else told.model_copy(update=INNER)
