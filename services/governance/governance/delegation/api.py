from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from governance.delegation import queries, service
from governance.delegation.schemas import DelegationCreate, DelegationFilter, DelegationRead, DelegationWithdraw
from governance.organisation.standing import Standing, standing
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/governance/api/v1/delegations", tags=["delegation"])
Acting = Annotated[Standing, standing("organisation:read")]


@router.get("")
async def list_delegations(
    wanted: Annotated[DelegationFilter, Query()], session: Session, acting: Acting, now: Now
) -> Page[DelegationRead]:
    return await queries.list_delegations(session, acting, wanted, local_day(now))


@router.post("", status_code=201)
async def delegate(data: DelegationCreate, session: Session, acting: Acting, now: Now) -> DelegationRead:
    return queries.shown(acting, await service.delegate(session, acting, data, now), local_day(now))


@router.put("/{delegation_id}/withdrawal")
async def withdraw(
    delegation_id: UUID, data: DelegationWithdraw, session: Session, acting: Acting, now: Now
) -> DelegationRead:
    return queries.shown(acting, await service.withdraw(session, acting, delegation_id, data, now), local_day(now))
