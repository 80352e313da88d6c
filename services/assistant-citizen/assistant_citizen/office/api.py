"""Offices, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from assistant_citizen.office import queries, service
from assistant_citizen.office.export import offices_csv
from assistant_citizen.office.schemas import OfficeFilter, OfficeRead, OfficeUpdate, OfficeWrite
from kit.auth import Caller, public, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/assistant-citizen/api/v1/offices", tags=["office"])
OPEN = [public()]
Writer = Annotated[Caller, requires("knowledge:write")]
Wanted = Annotated[OfficeFilter, Query()]


@router.get("", dependencies=OPEN)
async def list_offices(wanted: Wanted, session: Session) -> Page[OfficeRead]:
    return Page[OfficeRead].model_validate(await queries.list_offices(session, wanted))


@router.post("", status_code=201)
async def add(data: OfficeWrite, session: Session, _: Writer, now: Now) -> OfficeRead:
    return OfficeRead.model_validate(await service.add(session, data, now))


@router.get("/list.csv", dependencies=OPEN)
async def export(request: Request, wanted: Wanted) -> Response:
    return await offices_csv(request, wanted)


@router.get("/{code}", dependencies=OPEN)
async def get_office(code: str, session: Session) -> OfficeRead:
    return OfficeRead.model_validate(await queries.get_office(session, code))


@router.put("/{code}")
async def change(code: str, data: OfficeUpdate, session: Session, _: Writer, now: Now) -> OfficeRead:
    return OfficeRead.model_validate(await service.change(session, code, data, now))


@router.delete("/{code}", status_code=204)
async def remove(code: str, version: int, session: Session, _: Writer) -> None:
    await service.remove(session, code, version)
