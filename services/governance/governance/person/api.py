from typing import Annotated

from fastapi import APIRouter, Query

from governance.person import queries
from governance.person.schemas import PersonFilter, PersonRead
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import Page
from kit.web import Option

router = APIRouter(prefix="/governance/api/v1/people", tags=["person"])
Reader = Annotated[Caller, requires("organisation:read")]
Writer = Annotated[Caller, requires("organisation:read", "organisation:write")]
Wanted = Annotated[PersonFilter, Query()]


@router.get("")
async def list_people(wanted: Wanted, session: Session, caller: Reader, now: Now) -> Page[PersonRead]:
    return await queries.list_people(session, caller, wanted, local_day(now))


@router.get("/options")
async def options(wanted: Wanted, session: Session, caller: Reader, now: Now) -> list[Option]:
    return await queries.person_options(session, caller, wanted, local_day(now))
