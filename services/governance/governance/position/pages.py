from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from governance.organisation.queries import get_agency, get_person
from governance.organisation.tables import Person, Position
from governance.person import position as positions
from governance.person.schemas import PositionCreate, PositionEnd, PositionRead, PositionUpdate
from governance.unit.queries import unit_options
from governance.unit.schemas import UnitFilter
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted

router = APIRouter(prefix="/governance", tags=["position-page"], include_in_schema=False)
HOME = "/governance/people"
Writer = Annotated[Caller, requires("organisation:read", "organisation:write")]


@router.get("/people/{person_id:uuid}/positions/new")
async def show_add(
    request: Request, person_id: UUID, session: Session, caller: Writer, now: Now, agency: str = ""
) -> Response:
    person, today = await get_person(session, person_id), local_day(now)
    form = blank(request, agency=agency or caller.agency or "", kind="staff", valid_from=today.isoformat())
    return await _add(request, session, form, person, today)


@router.post("/people/{person_id:uuid}/positions")
async def add(request: Request, person_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, PositionCreate)
    made = await form.attempt(session, lambda data: positions.add(session, caller, person_id, data))
    if made is None:
        return await _add(request, session, form, await get_person(session, person_id), local_day(now))
    return redirect(request, f"{HOME}/{person_id}", "person.position_added")


@router.get("/positions/{position_id:uuid}/edit")
async def show_edit(request: Request, position_id: UUID, session: Session, caller: Writer) -> Response:
    position = await positions.get_own_position(session, caller, position_id)
    return _edit(request, blank(request, PositionRead.model_validate(position)), position)


@router.post("/positions/{position_id:uuid}")
async def change(request: Request, position_id: UUID, session: Session, caller: Writer) -> Response:
    position = await positions.get_own_position(session, caller, position_id)
    form = await submitted(request, PositionUpdate)
    saved = await form.attempt(session, lambda data: positions.change(session, caller, position_id, data))
    if saved is None:
        await session.refresh(position, ["title", "valid_from", "version"])
        return _edit(request, form, position)
    return redirect(request, f"{HOME}/{position.person_id}", "person.position_saved")


@router.get("/positions/{position_id:uuid}/end")
async def show_end(request: Request, position_id: UUID, session: Session, caller: Writer) -> Response:
    position = await positions.get_own_position(session, caller, position_id)
    return _end(request, blank(request, PositionRead.model_validate(position)), position)


@router.post("/positions/{position_id:uuid}/end")
async def end(request: Request, position_id: UUID, session: Session, caller: Writer) -> Response:
    position = await positions.get_own_position(session, caller, position_id)
    form = await submitted(request, PositionEnd)
    saved = await form.attempt(session, lambda data: positions.end(session, caller, position_id, data))
    if saved is None:
        await session.refresh(position, ["valid_to", "version"])
        return _end(request, form, position)
    return redirect(request, f"{HOME}/{position.person_id}", "person.position_saved")


async def _add(request: Request, session: Any, form: Submission[Any], person: Person, today: date) -> Response:
    agency = str(form.values["agency"])
    units = await unit_options(session, UnitFilter(agency=agency, limit=200), today)
    facts: dict[str, Any] = {"agency": await get_agency(session, agency, today), "units": units, "person": person}
    return render(request, "person/position.html", status=form.status, form_data=form, **facts)


def _edit(request: Request, form: Submission[Any], position: Position) -> Response:
    return render(request, "person/position_edit.html", status=form.status, form_data=form, position=position)


def _end(request: Request, form: Submission[Any], position: Position) -> Response:
    return render(request, "person/position_end.html", status=form.status, form_data=form, position=position)
