from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from governance.organisation.queries import get_person
from governance.person import position, queries, service
from governance.person.contact import MOST, Contact, list_contacts
from governance.person.schemas import (
    PersonCreate,
    PersonFilter,
    PersonRead,
    PersonUpdate,
    PositionCreate,
    PositionEnd,
    PositionRead,
    PositionUpdate,
)
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import Page
from kit.web import Option

router = APIRouter(prefix="/governance/api/v1", tags=["person"])
Reader = Annotated[Caller, requires("organisation:read")]
Writer = Annotated[Caller, requires("organisation:read", "organisation:write")]
Wanted = Annotated[PersonFilter, Query()]


@router.get("/people")
async def list_people(wanted: Wanted, session: Session, caller: Reader, now: Now) -> Page[PersonRead]:
    return await queries.list_people(session, caller, wanted, local_day(now))


@router.get("/people/options")
async def options(wanted: Wanted, session: Session, caller: Reader, now: Now) -> list[Option]:
    return await queries.person_options(session, caller, wanted, local_day(now))


@router.get("/people/contacts", dependencies=[requires("organisation:read", "meetings:write")])
async def contacts(ids: Annotated[list[UUID], Query(max_length=MOST)], session: Session, now: Now) -> list[Contact]:
    """Of those who work today; for who calls meetings."""
    return await list_contacts(session, ids, local_day(now))


@router.post("/people", status_code=201)
async def create(data: PersonCreate, session: Session, caller: Writer) -> PersonRead:
    person = await service.create(session, caller, data)
    return queries.shown(caller, person, person.positions)


@router.get("/people/{person_id}")
async def read_person(person_id: UUID, session: Session, caller: Reader) -> PersonRead:
    """With all positions, past and coming ones too."""
    person = await get_person(session, person_id)
    return queries.shown(caller, person, person.positions)


@router.put("/people/{person_id}")
async def change(person_id: UUID, data: PersonUpdate, session: Session, caller: Writer) -> PersonRead:
    person = await service.change(session, caller, person_id, data)
    return queries.shown(caller, person, person.positions)


@router.delete("/people/{person_id}/account")
async def unlink(person_id: UUID, session: Session, caller: Writer) -> PersonRead:
    person = await service.unlink(session, caller, person_id)
    return queries.shown(caller, person, person.positions)


@router.post("/people/{person_id}/positions", status_code=201)
async def add_position(person_id: UUID, data: PositionCreate, session: Session, caller: Writer) -> PositionRead:
    return PositionRead.model_validate(await position.add(session, caller, person_id, data))


@router.put("/positions/{position_id}")
async def change_position(position_id: UUID, data: PositionUpdate, session: Session, caller: Writer) -> PositionRead:
    return PositionRead.model_validate(await position.change(session, caller, position_id, data))


@router.put("/positions/{position_id}/end")
async def end_position(position_id: UUID, data: PositionEnd, session: Session, caller: Writer) -> PositionRead:
    return PositionRead.model_validate(await position.end(session, caller, position_id, data))
