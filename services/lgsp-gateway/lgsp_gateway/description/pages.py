from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.auth import Caller
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted, uploaded_text
from lgsp_gateway.catalogue.pages import HOME, own_applications
from lgsp_gateway.catalogue.queries import get_own_service
from lgsp_gateway.catalogue.schemas import Terms
from lgsp_gateway.description import queries, service
from lgsp_gateway.description.api import Reader, Writer
from lgsp_gateway.description.errors import DraftDiffers
from lgsp_gateway.description.schemas import DescriptionApply, DescriptionGiven, ServiceImport

router = APIRouter(prefix="/lgsp-gateway/services", tags=["description-page"], include_in_schema=False)


@router.get("/import")
async def show_import(request: Request, session: Session, caller: Writer, application_id: str = "") -> Response:
    return await _import_form(request, session, caller, blank(request, Terms(), application_id=application_id))


@router.post("/import")
async def import_service(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, ServiceImport, document=await uploaded_text(request, "file"))
    hosts = request.app.state.settings.allowed_hosts
    made = await form.attempt(session, lambda data: service.import_service(session, caller, data, now, hosts))
    if made is None:
        return await _import_form(request, session, caller, form)
    return redirect(request, f"{HOME}/{made.id}", "service.registered", name=made.name)


@router.get("/{service_id:uuid}/description")
async def show_read_again(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    found = await get_own_service(session, caller, service_id)
    form = blank(request, description_url=found.description_url)
    return render(request, "description/again.html", form_data=form, service=found)


@router.post("/{service_id:uuid}/description")
async def read_again(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    text = await uploaded_text(request, "file")
    more = {"document": text, "description_url": ""} if text else {}
    form = await submitted(request, DescriptionGiven, **more)
    hosts = request.app.state.settings.allowed_hosts
    draft = await form.attempt(session, lambda data: service.read_again(session, caller, service_id, data, hosts))
    if draft is None:
        found = await get_own_service(session, caller, service_id)
        return render(request, "description/again.html", status=form.status, form_data=form, service=found)
    return redirect(request, f"{HOME}/{service_id}/description/differences")


@router.get("/{service_id:uuid}/description/differences")
async def show_differences(request: Request, service_id: UUID, session: Session, caller: Reader) -> Response:
    found = await get_own_service(session, caller, service_id)
    differences = await queries.get_differences(session, caller, service_id)
    return render(request, "description/differences.html", service=found, differences=differences)


@router.post("/{service_id:uuid}/description/apply")
async def apply(request: Request, service_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    """When the service or the draft moved on meanwhile, the differences are looked at again."""
    form = await submitted(request, DescriptionApply)
    try:
        done = await form.attempt(session, lambda data: service.apply(session, caller, service_id, data, now))
    except DraftDiffers:
        done = None
    if done is None:
        where = f"{HOME}/{service_id}/description/differences"
        return redirect(request, where, "description.moved_on", "warning")
    return redirect(request, f"{HOME}/{service_id}", "description.applied")


@router.post("/{service_id:uuid}/description/discard")
async def discard(request: Request, service_id: UUID, session: Session, caller: Writer) -> Response:
    await service.discard(session, caller, service_id)
    return redirect(request, f"{HOME}/{service_id}", "description.discarded")


async def _import_form(request: Request, session: Session, caller: Caller, form: Submission[Any]) -> Response:
    options = await own_applications(session, caller)
    return render(
        request,
        "description/import.html",
        status=form.status,
        form_data=form,
        application_options=options,
    )
