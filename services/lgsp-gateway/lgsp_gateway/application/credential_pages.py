"""One application, and how it proves who it is."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted
from lgsp_gateway.application import credentials, queries
from lgsp_gateway.application.api import READ, WRITE, Writer
from lgsp_gateway.application.schemas import CredentialCreate

router = APIRouter(prefix="/applications/{application_id}", include_in_schema=False)


@router.get("", dependencies=READ)
async def show(request: Request, application_id: UUID, session: Session, now: Now) -> Response:
    return render(
        request,
        "application/detail.html",
        application=await queries.get_application(session, application_id),
        credentials=await queries.list_credentials(session, application_id),
        live=await queries.count_live(session, application_id, now),
        most=credentials.MOST_LIVE,
        now=now,
    )


@router.get("/credentials/new", dependencies=WRITE)
async def show_new(request: Request, application_id: UUID, session: Session) -> Response:
    return await _form(request, session, application_id, blank(request, kind="client_secret", days=365))


@router.post("/credentials")
async def issue(request: Request, application_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    """Answers with the secret itself rather than a redirect: no cookie or address may ever carry it."""
    form = await submitted(request, CredentialCreate)
    issued = await form.attempt(session, lambda data: credentials.issue(session, caller, application_id, data, now))
    if issued is None:
        return await _form(request, session, application_id, form)
    credential, secret = issued
    return render(
        request,
        "application/issued.html",
        headers={"Cache-Control": "no-store"},
        credential=credential,
        secret=secret,
    )


@router.post("/credentials/{credential_id}/revoke")
async def revoke(
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


async def _form(request: Request, session: Session, application_id: UUID, form: Submission[Any]) -> Response:
    application = await queries.get_application(session, application_id)
    return render(
        request,
        "application/credential.html",
        status=form.status,
        form_data=form,
        application=application,
    )
