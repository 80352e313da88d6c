from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import Page
from lgsp_gateway.access import queries, service
from lgsp_gateway.access.schemas import AccessFilter, AccessGrant, AccessRead, AccessRevoke, AccessUpdate
from lgsp_gateway.access.tables import AccessRight

router = APIRouter(prefix="/lgsp-gateway/api/v1/access-rights", tags=["access"])
Reader = Annotated[Caller, requires("access:read")]
Writer = Annotated[Caller, requires("access:write")]


@router.get("")
async def list_access_rights(
    wanted: Annotated[AccessFilter, Query()], session: Session, caller: Reader, now: Now
) -> Page[AccessRead]:
    page = await queries.list_access_rights(session, caller, wanted, local_day(now))
    return Page(items=[read(right) for right in page.items], next=page.next)


@router.post("", status_code=201)
async def grant(data: AccessGrant, session: Session, caller: Writer, now: Now) -> AccessRead:
    return read(await service.grant(session, caller, data, now))


@router.get("/{right_id}")
async def get_access_right(right_id: UUID, session: Session, caller: Reader) -> AccessRead:
    return read(await queries.get_access_right(session, caller, right_id))


@router.put("/{right_id}")
async def change(right_id: UUID, data: AccessUpdate, session: Session, caller: Writer) -> AccessRead:
    return read(await service.change(session, caller, right_id, data))


@router.post("/{right_id}/revocation")
async def revoke(right_id: UUID, data: AccessRevoke, session: Session, caller: Writer, now: Now) -> AccessRead:
    return read(await service.revoke(session, caller, right_id, data, now))


def read(right: AccessRight) -> AccessRead:
    told = {name: getattr(right, name) for name in AccessRead.model_fields if name not in {"service", "application"}}
    return AccessRead(**told, service=right.service.identifier, application=right.application.identifier)
