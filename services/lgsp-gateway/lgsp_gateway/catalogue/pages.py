from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.auth import Caller, requires
from kit.db import Session
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator
from lgsp_gateway.application.queries import all_applications
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue import queries, service
from lgsp_gateway.catalogue.api import Reader, Writer
from lgsp_gateway.catalogue.schemas import (
    EndpointCreate,
    ServiceCreate,
    ServiceFilter,
    ServiceRead,
    ServiceUpdate,
    SwitchOff,
    SwitchOn,
    Terms,
)
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.registry.reach import reaches

router = APIRouter(prefix="/lgsp-gateway", tags=["catalogue-page"], include_in_schema=False)
HOME = "/lgsp-gateway/services"
READ = [requires("services:read")]
COLUMNS = ("identifier", "name", "kind", "enabled", "personal_data", "retention_days", "timeout_ms", "rate_limit")
Wanted = Annotated[ServiceFilter, Query()]


@router.get("/services", dependencies=READ)
async def show_list(request: Request, wanted: Wanted, session: Session) -> Response:
    page = await queries.list_services(session, wanted)
    options = application_options(await all_applications(session))
    return render(request, "catalogue/list.html", block="rows", page=page, application_options=options)


@router.get("/services.csv", dependencies=READ)
async def export(request: Request, wanted: Wanted) -> Response:
    found = every(request.app.state.database, queries.list_services, wanted)
    t = translator(request).t
    rows = ([getattr(row, name) for name in COLUMNS] async for row in found)
    return await csv_list("services.csv", [t(f"service.{name}") for name in COLUMNS], rows)


@router.get("/services/new")
async def show_new(request: Request, session: Session, caller: Writer, application_id: str = "") -> Response:
    form = blank(request, Terms(), application_id=application_id, kind="rest")
    return await _form(request, session, caller, form)


@router.post("/services")
async def register(request: Request, session: Session, caller: Writer) -> Response:
    form = await submitted(request, ServiceCreate)
    made = await form.attempt(session, lambda data: service.register(session, caller, data))
    if made is None:
        return await _form(request, session, caller, form)
    return redirect(request, f"{HOME}/{made.id}", "service.registered", name=made.name)


@router.get("/services/{service_id:uuid}")
async def show(request: Request, service_id: UUID, session: Session, caller: Reader) -> Response:
    found = await queries.get_service(session, service_id)
    own = reaches(caller, found.application.member)
    return render(request, "catalogue/detail.html", service=found, own=own)


@router.get("/services/{service_id:uuid}/edit")
async def show_edit(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    found = await queries.get_own_service(session, caller, service_id)
    return await _form(request, session, caller, blank(request, ServiceRead.model_validate(found)), found)


@router.post("/services/{service_id:uuid}")
async def change(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    form = await submitted(request, ServiceUpdate)
    saved = await form.attempt(session, lambda data: service.change(session, caller, service_id, data))
    if saved is None:
        found = await queries.get_own_service(session, caller, service_id)
        return await _form(request, session, caller, form, found)
    return redirect(request, f"{HOME}/{service_id}", "service.saved")


@router.post("/services/{service_id:uuid}/on")
async def switch_on(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    form = await submitted(request, SwitchOn)
    done = await form.attempt(session, lambda data: service.switch_on(session, caller, service_id, data))
    if done is None:
        return redirect(request, f"{HOME}/{service_id}", "registry.stale", "warning")
    return redirect(request, f"{HOME}/{service_id}", "service.switched_on")


@router.get("/services/{service_id:uuid}/off")
async def show_off(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    found = await queries.get_own_service(session, caller, service_id)
    return _off_form(request, blank(request, version=found.version), found)


@router.post("/services/{service_id:uuid}/off")
async def switch_off(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    form = await submitted(request, SwitchOff)
    done = await form.attempt(session, lambda data: service.switch_off(session, caller, service_id, data))
    if done is None:
        return _off_form(request, form, await queries.get_own_service(session, caller, service_id))
    return redirect(request, f"{HOME}/{service_id}", "service.switched_off")


@router.get("/services/{service_id:uuid}/endpoints/new")
async def show_new_endpoint(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    found = await queries.get_own_service(session, caller, service_id)
    return _endpoint_form(request, blank(request, method="GET"), found)


@router.post("/services/{service_id:uuid}/endpoints")
async def add_endpoint(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    form = await submitted(request, EndpointCreate)
    made = await form.attempt(session, lambda data: service.add_endpoint(session, caller, service_id, data))
    if made is None:
        return _endpoint_form(request, form, await queries.get_own_service(session, caller, service_id))
    return redirect(request, f"{HOME}/{service_id}", "endpoint.added")


@router.post("/services/{service_id:uuid}/endpoints/{endpoint_id:uuid}/remove")
async def remove_endpoint(
    request: Request, service_id: UUID, endpoint_id: UUID, session: Session, caller: Writer
) -> Response:
    await service.remove_endpoint(session, caller, service_id, endpoint_id)
    return redirect(request, f"{HOME}/{service_id}", "endpoint.removed")


def application_options(applications: list[Application]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.member.name} · {one.name}") for one in applications]


async def own_applications(session: Session, caller: Caller) -> list[tuple[str, str]]:
    return application_options([one for one in await all_applications(session) if reaches(caller, one.member)])


async def _form(
    request: Request, session: Session, caller: Caller, form: Submission[Any], found: Service | None = None
) -> Response:
    options = [] if found else await own_applications(session, caller)
    return render(
        request,
        "catalogue/form.html",
        status=form.status,
        form_data=form,
        service=found,
        application_options=options,
    )


def _off_form(request: Request, form: Submission[Any], found: Service) -> Response:
    return render(request, "catalogue/off.html", status=form.status, form_data=form, service=found)


def _endpoint_form(request: Request, form: Submission[Any], found: Service) -> Response:
    return render(request, "catalogue/endpoint.html", status=form.status, form_data=form, service=found)
