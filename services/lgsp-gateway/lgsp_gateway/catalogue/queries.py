from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue.errors import EndpointNotFound, ServiceNotFound
from lgsp_gateway.catalogue.schemas import ServiceFilter
from lgsp_gateway.catalogue.tables import Endpoint, Service
from lgsp_gateway.registry import reach

KEYS = {"name": Service.sort_key, "code": Service.code, "application": Application.sort_key}


async def get_service(session: AsyncSession, service_id: UUID) -> Service:
    service = await session.get(Service, service_id)
    if service is None:
        raise ServiceNotFound
    return service


async def get_own_service(session: AsyncSession, caller: Caller, service_id: UUID) -> Service:
    """For changing it; whoever may read services looks up all of them."""
    service = await get_service(session, service_id)
    reach.require(caller, service.application.member, ServiceNotFound())
    return service


async def list_services(session: AsyncSession, wanted: ServiceFilter) -> Page[Service]:
    return await paged(session, _matching(wanted), wanted, KEYS, Service.id)


async def all_services(session: AsyncSession) -> list[Service]:
    """For choices in forms, in Vietnamese order."""
    return list(await session.scalars(select(Service).order_by(Service.sort_key, Service.id)))


async def get_endpoint(session: AsyncSession, service_id: UUID, endpoint_id: UUID) -> Endpoint:
    endpoint = await session.get(Endpoint, endpoint_id)
    if endpoint is None or endpoint.service_id != service_id:
        raise EndpointNotFound
    return endpoint


async def find_description(session: AsyncSession, service_id: UUID) -> dict[str, Any] | None:
    """The OpenAPI document as it was imported; None for services without one."""
    query = select(Service).where(Service.id == service_id).options(undefer(Service.description))
    service = await session.scalar(query.execution_options(populate_existing=True))
    return service.description if service else None


def _matching(wanted: ServiceFilter) -> Select[Service]:
    query = select(Service).join(Service.application)
    if wanted.q:
        template = exists().where(
            Endpoint.service_id == Service.id, Endpoint.template.contains(wanted.q, autoescape=True)
        )
        query = query.where(
            or_(
                Service.name_folded.contains(fold(wanted.q), autoescape=True),
                Service.code.contains(wanted.q, autoescape=True),
                template,
            )
        )
    for name in ("application_id", "kind", "enabled", "personal_data"):
        if (value := getattr(wanted, name)) != "":
            query = query.where(getattr(Service, name) == value)
    return query
