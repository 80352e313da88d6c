from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from governance.organisation.queries import get_unit
from governance.unit import queries, service
from governance.unit.schemas import UnitCreate, UnitEnd, UnitFilter, UnitRead, UnitUpdate
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import Page
from kit.web import Option

router = APIRouter(prefix="/governance/api/v1/units", tags=["unit"])
READ = [requires("organisation:read")]
Reader = Annotated[Caller, requires("organisation:read")]
Writer = Annotated[Caller, requires("organisation:read", "organisation:write")]
Wanted = Annotated[UnitFilter, Query()]


@router.get("", dependencies=READ)
async def list_units(wanted: Wanted, session: Session, now: Now) -> Page[UnitRead]:
    return Page[UnitRead].model_validate(await queries.list_units(session, wanted, local_day(now)))


@router.get("/options", dependencies=READ)
async def options(wanted: Wanted, session: Session, now: Now) -> list[Option]:
    return await queries.unit_options(session, wanted, local_day(now))


@router.post("", status_code=201)
async def create(data: UnitCreate, session: Session, caller: Writer) -> UnitRead:
    return UnitRead.model_validate(await service.create(session, caller, data))


@router.get("/{unit_id}", dependencies=READ)
async def read_unit(unit_id: UUID, session: Session) -> UnitRead:
    return UnitRead.model_validate(await get_unit(session, unit_id))


@router.put("/{unit_id}")
async def change(unit_id: UUID, data: UnitUpdate, session: Session, caller: Writer) -> UnitRead:
    return UnitRead.model_validate(await service.change(session, caller, unit_id, data))


@router.put("/{unit_id}/end")
async def end(unit_id: UUID, data: UnitEnd, session: Session, caller: Writer) -> UnitRead:
    return UnitRead.model_validate(await service.end(session, caller, unit_id, data))
