from datetime import date
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from governance.organisation.days import is_on
from governance.organisation.queries import get_agency, get_person
from governance.organisation.reach import keeps
from governance.organisation.tables import Agency, Person
from governance.person import queries, service
from governance.person.api import Reader, Writer
from governance.person.schemas import PersonCreate, PersonFilter, PersonRead, PersonUpdate
from governance.unit.queries import unit_options
from governance.unit.schemas import UnitFilter
from kit.agencies import agencies_on, agency_names
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator

router = APIRouter(prefix="/governance/people", tags=["person-page"], include_in_schema=False)
HOME = "/governance/people"
COLUMNS = ("name", "job", "unit", "agency", "email")
Wanted = Annotated[PersonFilter, Query()]


@router.get("")
async def show_list(request: Request, wanted: Wanted, session: Session, caller: Reader, now: Now) -> Response:
    today = local_day(now)
    page = await queries.list_people(session, caller, wanted, today)
    agencies = await agencies_on(session, Agency, wanted.on or today)
    facts: dict[str, Any] = {"page": page, "agencies": agencies, "names": await agency_names(session, Agency)}
    return render(request, "person/list.html", block="rows", **facts)


@router.get(".csv")
async def export(request: Request, wanted: Wanted, session: Session, caller: Reader, now: Now) -> Response:
    today = local_day(now)
    found = every(request.app.state.database, lambda at, page: queries.list_people(at, caller, page, today), wanted)
    names, t = await agency_names(session, Agency), translator(request).t
    rows = (row async for one in found for row in _rows(one, names))
    return await csv_list("people.csv", [t(f"person.{name}") for name in COLUMNS], rows)


@router.get("/new")
async def show_new(
    request: Request, session: Session, caller: Writer, now: Now, agency: str = "", unit_id: str = ""
) -> Response:
    today = local_day(now)
    values: dict[str, Any] = {"agency": agency or caller.agency or "", "unit_id": unit_id, "id": str(uuid4())}
    form = blank(request, kind="staff", language="vi", valid_from=today.isoformat(), **values)
    return await _new(request, session, form, today)


@router.post("")
async def create(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, PersonCreate)
    person = await form.attempt(session, lambda data: service.create(session, caller, data))
    if person is None:
        return await _new(request, session, form, local_day(now))
    return redirect(request, f"{HOME}/{person.id}", "person.created", name=person.name)


@router.get("/{person_id:uuid}")
async def show(request: Request, person_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    person, today = await get_person(session, person_id), local_day(now)
    places = [(one, is_on(one, today), keeps(caller, one.agency)) for one in reversed(person.positions)]
    facts: dict[str, Any] = {"person": queries.shown(caller, person, person.positions), "own": _own(caller, person)}
    names = await agency_names(session, Agency)
    return render(request, "person/detail.html", places=places, names=names, today=today, **facts)


@router.get("/{person_id:uuid}/edit")
async def show_edit(request: Request, person_id: UUID, session: Session, caller: Writer) -> Response:
    person = await service.get_own_person(session, caller, person_id)
    facts: dict[str, Any] = {name: getattr(person, name) or "" for name in (*service.FACTS, "version")}
    return _edit(request, blank(request, **facts), person)


@router.post("/{person_id:uuid}")
async def change(request: Request, person_id: UUID, session: Session, caller: Writer) -> Response:
    person = await service.get_own_person(session, caller, person_id)
    form = await submitted(request, PersonUpdate)
    saved = await form.attempt(session, lambda data: service.change(session, caller, person_id, data))
    if saved is None:
        await session.refresh(person, ["name", "version"])
        return _edit(request, form, person)
    return redirect(request, f"{HOME}/{person_id}", "person.saved")


@router.post("/{person_id:uuid}/unlink")
async def unlink(request: Request, person_id: UUID, session: Session, caller: Writer) -> Response:
    await service.unlink(session, caller, person_id)
    return redirect(request, f"{HOME}/{person_id}", "person.unlinked")


async def _new(request: Request, session: Any, form: Submission[Any], today: date) -> Response:
    agency = str(form.values["agency"])
    units = await unit_options(session, UnitFilter(agency=agency, limit=200), today)
    facts: dict[str, Any] = {"agency": await get_agency(session, agency, today), "units": units}
    return render(request, "person/new.html", status=form.status, form_data=form, **facts)


def _edit(request: Request, form: Submission[Any], person: Person) -> Response:
    return render(request, "person/edit.html", status=form.status, form_data=form, person=person)


def _own(caller: Any, person: Person) -> bool:
    return all(keeps(caller, agency) for agency in service.agencies_of(person) or {""})


def _rows(person: PersonRead, names: dict[str, str]) -> list[tuple[object, ...]]:
    return [
        (person.name, one.title, one.unit, names.get(one.agency, one.agency), person.email) for one in person.positions
    ]
