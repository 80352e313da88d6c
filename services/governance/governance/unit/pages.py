from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from governance.organisation.queries import get_agency
from governance.organisation.reach import keeps
from governance.organisation.tables import Unit
from governance.unit import queries, service
from governance.unit.api import READ, Reader, Writer
from governance.unit.schemas import UnitCreate, UnitEnd, UnitRead, UnitUpdate
from governance.unit.tree import grown
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import Submission, blank, csv_file, redirect, render, submitted, translator

router = APIRouter(prefix="/governance", tags=["unit-page"], include_in_schema=False)
HOME = "/governance/agencies"
On = Annotated[date | Literal[""], Query()]


@router.get("/agencies", dependencies=READ)
async def show_agencies(request: Request, session: Session, now: Now, on: On = "") -> Response:
    day = on or local_day(now)
    agencies = await queries.agency_list(session, day)
    return render(request, "unit/agencies.html", block="rows", agencies=agencies, on=day)


@router.get("/agencies.csv", dependencies=READ)
async def export(request: Request, session: Session, now: Now, on: On = "") -> Response:
    t = translator(request).t
    head = [t(f"unit.{name}") for name in ("agency_code", "agency", "units", "people")]
    return csv_file("agencies.csv", head, await queries.agency_list(session, on or local_day(now)))


@router.get("/agencies/{code}")
async def show_agency(request: Request, code: str, session: Session, caller: Reader, now: Now, on: On = "") -> Response:
    day = on or local_day(now)
    agency = await get_agency(session, code, day)
    units = await queries.units_of(session, code, day)
    tree = grown(units, await queries.staff_of(session, code, day))
    facts: dict[str, Any] = {"agency": agency, "tree": tree, "on": day, "own": keeps(caller, code), "empty": not units}
    return render(request, "unit/agency.html", block="tree", **facts)


@router.get("/units/new")
async def show_new(
    request: Request, session: Session, caller: Writer, now: Now, agency: str = "", parent_id: str = ""
) -> Response:
    agency, today = agency or caller.agency or "", local_day(now)
    form = blank(request, agency=agency, parent_id=parent_id, valid_from=today.isoformat())
    return await _form(request, session, form, None, today)


@router.post("/units")
async def create(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, UnitCreate)
    unit = await form.attempt(session, lambda data: service.create(session, caller, data))
    if unit is None:
        return await _form(request, session, form, None, local_day(now))
    return redirect(request, f"{HOME}/{unit.agency}", "unit.created", name=unit.name)


@router.get("/units/{unit_id:uuid}/edit")
async def show_edit(request: Request, unit_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    unit = await service.get_own_unit(session, caller, unit_id)
    return await _form(request, session, blank(request, UnitRead.model_validate(unit)), unit, local_day(now))


@router.post("/units/{unit_id:uuid}")
async def change(request: Request, unit_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    unit = await service.get_own_unit(session, caller, unit_id)
    form = await submitted(request, UnitUpdate)
    saved = await form.attempt(session, lambda data: service.change(session, caller, unit_id, data))
    if saved is None:
        await session.refresh(unit)
        return await _form(request, session, form, unit, local_day(now))
    return redirect(request, f"{HOME}/{saved.agency}", "unit.saved", name=saved.name)


@router.get("/units/{unit_id:uuid}/end")
async def show_end(request: Request, unit_id: UUID, session: Session, caller: Writer) -> Response:
    unit = await service.get_own_unit(session, caller, unit_id)
    return _end(request, blank(request, UnitRead.model_validate(unit)), unit)


@router.post("/units/{unit_id:uuid}/end")
async def end(request: Request, unit_id: UUID, session: Session, caller: Writer) -> Response:
    unit = await service.get_own_unit(session, caller, unit_id)
    form = await submitted(request, UnitEnd)
    saved = await form.attempt(session, lambda data: service.end(session, caller, unit_id, data))
    if saved is None:
        await session.refresh(unit)
        return _end(request, form, unit)
    return redirect(request, f"{HOME}/{saved.agency}", "unit.saved", name=saved.name)


async def _form(request: Request, session: Session, form: Submission[Any], unit: Unit | None, today: date) -> Response:
    agency = unit.agency if unit else str(form.values["agency"])
    above = [one for one in await queries.units_of(session, agency, today) if unit is None or one.id != unit.id]
    named = await get_agency(session, agency, today)
    facts: dict[str, Any] = {"form_data": form, "unit": unit, "above": above, "agency": named}
    return render(request, "unit/form.html", status=form.status, **facts)


def _end(request: Request, form: Submission[Any], unit: Unit) -> Response:
    return render(request, "unit/end.html", status=form.status, form_data=form, unit=unit)
