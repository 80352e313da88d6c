from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.auth import Caller
from kit.clock import Now
from kit.db import Session
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator
from lgsp_gateway.account.queries import names_of
from lgsp_gateway.application import credentials, queries, service
from lgsp_gateway.application.api import Reader, Writer
from lgsp_gateway.application.schemas import (
    ApplicationCreate,
    ApplicationFilter,
    ApplicationRead,
    ApplicationUpdate,
    CredentialCreate,
)
from lgsp_gateway.application.tables import Application
from lgsp_gateway.member.queries import all_members
from lgsp_gateway.member.tables import Member
from lgsp_gateway.registry.reach import reaches

router = APIRouter(prefix="/lgsp-gateway", tags=["application-page"], include_in_schema=False)
HOME = "/lgsp-gateway/applications"
COLUMNS = ("member", "identifier", "name", "active", "rate_limit", "burst")
Wanted = Annotated[ApplicationFilter, Query()]


@router.get("/applications")
async def show_list(request: Request, wanted: Wanted, session: Session, caller: Reader) -> Response:
    page = await queries.list_own_applications(session, caller, wanted)
    members = await all_members(session)
    return render(request, "application/list.html", block="rows", page=page, member_options=_options(members))


@router.get("/applications.csv")
async def export(request: Request, wanted: Wanted, caller: Reader) -> Response:
    found = every(
        request.app.state.database,
        lambda session, page: queries.list_own_applications(session, caller, page),
        wanted,
    )
    t = translator(request).t
    rows = (_row(one) async for one in found)
    return await csv_list("applications.csv", [t(f"application.{name}") for name in COLUMNS], rows)


@router.get("/applications/new")
async def show_new(request: Request, session: Session, caller: Writer, member_id: str = "") -> Response:
    form = blank(request, member_id=member_id, rate_limit=50, burst=100)
    return await _form(request, session, caller, form)


@router.post("/applications")
async def register(request: Request, session: Session, caller: Writer) -> Response:
    form = await submitted(request, ApplicationCreate)
    application = await form.attempt(session, lambda data: service.register(session, caller, data))
    if application is None:
        return await _form(request, session, caller, form)
    return redirect(request, f"{HOME}/{application.id}", "application.registered", name=application.name)


@router.get("/applications/{application_id:uuid}/edit")
async def show_edit(request: Request, application_id: UUID, session: Session, caller: Writer) -> Response:
    application = await queries.get_own_application(session, caller, application_id)
    form = blank(request, ApplicationRead.model_validate(application))
    return await _form(request, session, caller, form, application)


@router.post("/applications/{application_id:uuid}")
async def change(request: Request, application_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, ApplicationUpdate)
    saved = await form.attempt(session, lambda data: service.change(session, caller, application_id, data, now))
    if saved is None:
        application = await queries.get_own_application(session, caller, application_id)
        return await _form(request, session, caller, form, application)
    return redirect(request, f"{HOME}/{application_id}", "application.saved")


@router.get("/applications/{application_id:uuid}")
async def show(request: Request, application_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    application = await queries.get_own_application(session, caller, application_id)
    issued = await queries.list_credentials(session, application_id)
    return render(
        request,
        "application/detail.html",
        application=application,
        credentials=issued,
        names=await names_of(session, {one.created_by for one in issued}),
        live=await queries.count_live(session, application_id, now),
        most=credentials.MOST_LIVE,
        now=now,
    )


@router.get("/applications/{application_id:uuid}/credentials/new")
async def show_new_credential(request: Request, application_id: UUID, session: Session, caller: Writer) -> Response:
    application = await queries.get_own_application(session, caller, application_id)
    return _credential_form(request, application, blank(request, kind="client_secret", days=365))


@router.post("/applications/{application_id:uuid}/credentials")
async def issue_credential(
    request: Request, application_id: UUID, session: Session, caller: Writer, now: Now
) -> Response:
    """Answers with the secret itself rather than a redirect: no cookie or address may ever carry it."""
    form = await submitted(request, CredentialCreate)
    issued = await form.attempt(session, lambda data: credentials.issue(session, caller, application_id, data, now))
    if issued is None:
        application = await queries.get_own_application(session, caller, application_id)
        return _credential_form(request, application, form)
    credential, secret = issued
    return render(
        request,
        "application/issued.html",
        headers={"Cache-Control": "no-store"},
        credential=credential,
        secret=secret,
    )


@router.post("/applications/{application_id:uuid}/credentials/{credential_id:uuid}/revoke")
async def revoke_credential(
    *,
    request: Request,
    application_id: UUID,
    credential_id: UUID,
    session: Session,
    caller: Writer,
    now: Now,
) -> Response:
    await credentials.revoke(session, caller, application_id, credential_id, now)
    return redirect(request, f"/lgsp-gateway/applications/{application_id}", "credential.was_revoked")


def _credential_form(request: Request, application: Application, form: Submission[Any]) -> Response:
    return render(
        request,
        "application/credential.html",
        status=form.status,
        form_data=form,
        application=application,
    )


async def _form(
    request: Request, session: Session, caller: Caller, form: Submission[Any], application: Application | None = None
) -> Response:
    members = [] if application else [one for one in await all_members(session) if reaches(caller, one)]
    return render(
        request,
        "application/form.html",
        status=form.status,
        form_data=form,
        application=application,
        member_options=_options(members),
    )


def _row(application: Application) -> tuple[object, ...]:
    of = application
    return of.member.name, of.identifier, of.name, of.active, of.rate_limit, of.burst


def _options(members: list[Member]) -> list[tuple[str, str]]:
    return [(str(member.id), f"{member.name} ({member.code})") for member in members]
