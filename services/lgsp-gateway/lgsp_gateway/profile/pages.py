"""Everybody's own account: who one is here, password, one-time codes, and the browsers that are signed in."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.auth import requires
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted
from lgsp_gateway.account import totp
from lgsp_gateway.account.errors import PasswordWrong
from lgsp_gateway.account.queries import count_recovery_codes
from lgsp_gateway.profile import browser, service
from lgsp_gateway.profile.schemas import Enrolment, PasswordChange, Proof
from lgsp_gateway.session import cookie
from lgsp_gateway.session.queries import list_sessions
from lgsp_gateway.session.service import end_others
from lgsp_gateway.session.visitor import Entering, Own, Visiting

router = APIRouter(prefix="/account", tags=["profile-page"], dependencies=[requires()], include_in_schema=False)
NO_STORE = {"Cache-Control": "no-store"}


@router.get("")
async def show(request: Request, session: Session, own: Own, now: Now) -> Response:
    sessions = await list_sessions(session, own.account_id, request.app.state.settings, now)
    codes = await count_recovery_codes(session, own.account)
    context: dict[str, Any] = {
        "account": own.account,
        "own": own,
        "sessions": sessions,
        "codes": codes,
        "browser": browser.told,
    }
    return render(request, "profile/account.html", **context)


@router.get("/password")
async def show_password(request: Request, own: Own) -> Response:
    return _page(request, "password", blank(request), own=own)


@router.post("/password")
async def change_password(
    *, request: Request, session: Session, own: Own, entrance: Entering, visitor: Visiting, now: Now
) -> Response:
    """The browser it is changed in stays signed in, under a new cookie; all others are out."""
    form = await submitted(request, PasswordChange)

    async def change(data: PasswordChange) -> str:
        if not await entrance.confirm_password(session, own.account, data.current, visitor, now):
            raise PasswordWrong
        return await service.change_password(session, request.app, own, data.password, now)

    token = await form.attempt(session, change)
    if token is None:
        return _page(request, "password", form, own=own)
    response = redirect(request, "/account", "profile.password_changed")
    cookie.give(response, request.app.state.settings, token, complete=True)
    return response


@router.get("/totp")
async def show_totp(request: Request, session: Session, own: Own, entrance: Entering) -> Response:
    if own.account.has_totp:
        return _page(request, "totp", blank(request), own=own)
    if own.account.totp_locked is None:
        totp.prepare(own.account, entrance.vault)
        await session.flush()
    return _enrolment(request, own, entrance, blank(request))


@router.post("/totp")
async def enrol(request: Request, session: Session, own: Own, entrance: Entering, now: Now) -> Response:
    form = await submitted(request, Enrolment)
    codes = await form.attempt(
        session, lambda data: service.enrol(session, own.account, entrance.vault, data.code, now)
    )
    if codes is None:
        return _enrolment(request, own, entrance, form)
    return _codes(request, codes)


@router.post("/totp/recovery")
async def renew_recovery(
    *, request: Request, session: Session, own: Own, entrance: Entering, visitor: Visiting, now: Now
) -> Response:
    form = await submitted(request, Proof)

    async def renew(data: Proof) -> list[str]:
        if not await entrance.confirm_password(session, own.account, data.current, visitor, now):
            raise PasswordWrong
        return await service.renew_recovery(session, own.account, entrance.vault, now)

    codes = await form.attempt(session, renew)
    return _page(request, "totp", form, own=own) if codes is None else _codes(request, codes)


@router.post("/sessions/end-others")
async def end_other_sessions(request: Request, session: Session, own: Own, now: Now) -> Response:
    await end_others(session, own.account_id, request.app.state.settings, now, kept=own.id)
    return redirect(request, "/account", "profile.others_ended")


@router.post("/sessions/{session_id}/end")
async def end_session(request: Request, session_id: UUID, session: Session, own: Own, now: Now) -> Response:
    await service.end_session(session, own, session_id, now)
    return redirect(request, "/account", "profile.session_ended")


def _codes(request: Request, codes: list[str]) -> Response:
    return render(request, "session/recovery.html", headers=NO_STORE, codes=codes, target="/account")


def _page(request: Request, name: str, form: Submission[Any], **context: Any) -> Response:
    return render(request, f"profile/{name}.html", status=form.status, headers=NO_STORE, form_data=form, **context)


def _enrolment(request: Request, own: Own, entrance: Entering, form: Submission[Any]) -> Response:
    picture = totp.picture(own.account, entrance.vault, request.app.state.settings.province.name)
    return _page(request, "enrol", form, picture=picture, secret=totp.secret_of(own.account, entrance.vault))
