from typing import Annotated

from fastapi import APIRouter, Query

from governance.unit import queries
from governance.unit.schemas import UnitFilter, UnitRead
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
