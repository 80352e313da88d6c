from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.auth import Caller
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator
from lgsp_gateway.access import queries, service
from lgsp_gateway.access.api import Reader, Writer, read
from lgsp_gateway.access.schemas import AccessFilter, AccessGrant, AccessRevoke, AccessUpdate
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.account.queries import names_of
from lgsp_gateway.application.queries import all_applications
from lgsp_gateway.catalogue.queries import all_services, get_own_service
from lgsp_gateway.registry.reach import opens, reaches

router = APIRouter(prefix="/lgsp-gateway", tags=["access-page"], include_in_schema=False)
HOME = "/lgsp-gateway/access-rights"
COLUMNS = ("application", "service", "method", "template", "legal_basis", "purpose", "valid_from", "valid_to")
Wanted = Annotated[AccessFilter, Query()]


@router.get("/access-rights")
async def show_list(request: Request, wanted: Wanted, session: Session, caller: Reader, now: Now) -> Response:
    today = local_day(now)
    page = await queries.list_access_rights(session, caller, wanted, today)
    return render(
        request,
        "access/list.html",
        block="rows",
        page=page,
        states={right.id: queries.state_on(right, today) for right in page.items},
        **await _options(session),
    )


@router.get("/access-rights.csv")
async def export(request: Request, wanted: Wanted, caller: Reader, now: Now) -> Response:
    today, t = local_day(now), translator(request).t
    found = every(
        request.app.state.database,
        lambda session, page: queries.list_access_rights(session, caller, page, today),
        wanted,
    )
    header = [t(f"access.{name}") for name in (*COLUMNS, "state")]
    rows = ([*_cells(right), t(f"access.state_{queries.state_on(right, today)}")] async for right in found)
    return await csv_list("access-rights.csv", header, rows)


@router.get("/access-rights/new")
async def show_new(
    *,
    request: Request,
    session: Session,
    caller: Writer,
    now: Now,
    service_id: UUID | None = None,
    application_id: str = "",
) -> Response:
    form = blank(request, service_id=service_id or "", application_id=application_id, valid_from=local_day(now))
    return await _grant_form(request, session, caller, form)


@router.post("/access-rights")
async def grant(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, AccessGrant)
    right = await form.attempt(session, lambda data: service.grant(session, caller, data, now))
    if right is None:
        return await _grant_form(request, session, caller, form)
    return redirect(request, f"{HOME}/{right.id}", "access.was_granted")


@router.get("/access-rights/{right_id:uuid}")
async def show(request: Request, right_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    right = await queries.get_access_right(session, caller, right_id)
    state = queries.state_on(right, local_day(now))
    names = await names_of(session, [right.granted_by, right.revoked_by or ""])
    own = queries.may_change(caller, right)
    opened = own and opens(caller, right.service.kind)
    return render(request, "access/detail.html", right=right, state=state, names=names, own=own, opens=opened)


@router.get("/access-rights/{right_id:uuid}/edit")
async def show_edit(request: Request, right_id: UUID, session: Session, caller: Writer) -> Response:
    right = await queries.get_own_access_right(session, caller, right_id)
    return _form(request, "access/edit.html", blank(request, read(right)), right)


@router.post("/access-rights/{right_id:uuid}")
async def change(request: Request, right_id: UUID, session: Session, caller: Writer) -> Response:
    form = await submitted(request, AccessUpdate)
    saved = await form.attempt(session, lambda data: service.change(session, caller, right_id, data))
    if saved is None:
        return _form(request, "access/edit.html", form, await queries.get_own_access_right(session, caller, right_id))
    return redirect(request, f"{HOME}/{right_id}", "access.saved")


@router.get("/access-rights/{right_id:uuid}/revoke")
async def show_revoke(request: Request, right_id: UUID, session: Session, caller: Writer) -> Response:
    right = await queries.get_own_access_right(session, caller, right_id)
    return _form(request, "access/revoke.html", blank(request, version=right.version), right)


@router.post("/access-rights/{right_id:uuid}/revoke")
async def revoke(request: Request, right_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, AccessRevoke)
    done = await form.attempt(session, lambda data: service.revoke(session, caller, right_id, data, now))
    if done is None:
        return _form(request, "access/revoke.html", form, await queries.get_own_access_right(session, caller, right_id))
    return redirect(request, f"{HOME}/{right_id}", "access.was_revoked")


async def _grant_form(request: Request, session: Session, caller: Caller, form: Submission[Any]) -> Response:
    """The endpoints to choose from are those of the service, once it is known."""
    chosen = "" if "service_id" in form.errors else form.values["service_id"]
    found = await get_own_service(session, caller, UUID(str(chosen))) if chosen else None
    return render(
        request,
        "access/grant.html",
        status=form.status,
        form_data=form,
        service=found,
        **await _options(session, caller),
    )


def _form(request: Request, template: str, form: Submission[Any], right: AccessRight) -> Response:
    return render(request, template, status=form.status, form_data=form, right=right)


async def _options(session: Session, caller: Caller | None = None) -> dict[str, Any]:
    """Of all services, or of those that `caller` may open to others."""
    applications, services = await all_applications(session), await all_services(session)
    if caller:
        services = [one for one in services if reaches(caller, one.application.member) and opens(caller, one.kind)]
    return {
        "application_options": [(str(one.id), f"{one.member.name} · {one.name}") for one in applications],
        "service_options": [(str(one.id), f"{one.name} · {one.application.member.name}") for one in services],
    }


def _cells(right: AccessRight) -> list[object]:
    told = read(right)
    return [getattr(told, name) for name in COLUMNS]
