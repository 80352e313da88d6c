"""Signing in, step by step, and signing out."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from kit.auth import public
from kit.clock import Now
from kit.db import Session
from kit.errors import Problem
from kit.web import Submission, blank, redirect, render, submitted, translator
from lgsp_gateway.account import totp
from lgsp_gateway.account.errors import CodeWrong, WeakPassword
from lgsp_gateway.account.service import set_password
from lgsp_gateway.session import cookie, service
from lgsp_gateway.session.errors import SignInRefused
from lgsp_gateway.session.schemas import NewPassword, OneTimeCode, SignIn
from lgsp_gateway.session.tables import BrowserSession
from lgsp_gateway.session.target import safe_next, with_next
from lgsp_gateway.session.visitor import Entering, Pending, Visiting

router = APIRouter(tags=["session-page"], dependencies=[public()], include_in_schema=False)
STEPS = {"code": "/sign-in/code", "password": "/sign-in/password", "enrol": "/sign-in/enrol"}


@router.get("/sign-in")
async def show_sign_in(request: Request, next: str = "") -> Response:  # noqa: A002 - the parameter's public name
    if getattr(request.state, "caller", None):
        return RedirectResponse(safe_next(next), 303)
    return _page(request, "sign_in", blank(request, next=next))


@router.post("/sign-in")
async def sign_in(request: Request, session: Session, entrance: Entering, visitor: Visiting, now: Now) -> Response:
    form = await submitted(request, SignIn)
    if form.data is None:
        return _page(request, "sign_in", form)
    try:
        row, token = await entrance.with_password(session, form.data.username, form.data.password, visitor, now)
    except SignInRefused as problem:
        return _refused(request, "sign_in", form, problem)
    return _onward(request, row, token, form.data.next)


@router.get("/sign-in/code")
async def show_code(request: Request, row: Pending, next: str = "") -> Response:  # noqa: A002
    return _step(request, row, "code") or _page(request, "code", blank(request, next=next))


@router.post("/sign-in/code")
async def give_code(
    *, request: Request, session: Session, row: Pending, entrance: Entering, visitor: Visiting, now: Now
) -> Response:
    form = await submitted(request, OneTimeCode)
    if away := _step(request, row, "code"):
        return away
    if form.data is None:
        return _page(request, "code", form)
    try:
        token = await entrance.with_code(session, row, form.data.code, visitor, now)
    except CodeWrong as problem:
        return _refused(request, "code", form, problem, field="code")
    return _onward(request, row, token, form.data.next)


@router.get("/sign-in/password")
async def show_password(request: Request, row: Pending, next: str = "") -> Response:  # noqa: A002
    return _step(request, row, "password") or _page(request, "password", blank(request, next=next))


@router.post("/sign-in/password")
async def choose_password(request: Request, session: Session, row: Pending, entrance: Entering, now: Now) -> Response:
    form = await submitted(request, NewPassword)
    if away := _step(request, row, "password"):
        return away

    async def choose(data: NewPassword) -> str:
        if await entrance.is_password(row.account, data.password):
            raise WeakPassword("same")
        await set_password(session, row.account, data.password, now)
        return await service.advance(session, row, entrance.settings, now)

    token = await form.attempt(session, choose)
    if token is None or form.data is None:
        return _page(request, "password", form)
    return _onward(request, row, token, form.data.next)


@router.get("/sign-in/enrol")
async def show_enrol(
    request: Request,
    session: Session,
    row: Pending,
    entrance: Entering,
    next: str = "",  # noqa: A002
) -> Response:
    if away := _step(request, row, "enrol"):
        return away
    if row.account.totp_locked is None:
        totp.prepare(row.account, entrance.vault)
        await session.flush()
    return _enrol_page(request, row, entrance, blank(request, next=next))


@router.post("/sign-in/enrol")
async def enrol(request: Request, session: Session, row: Pending, entrance: Entering, now: Now) -> Response:
    form = await submitted(request, OneTimeCode)
    if away := _step(request, row, "enrol"):
        return away

    async def confirm(data: OneTimeCode) -> tuple[list[str], str]:
        codes = await totp.confirm(session, row.account, entrance.vault, data.code, now)
        row.method = "password+totp"
        return codes, await service.advance(session, row, entrance.settings, now)

    done = await form.attempt(session, confirm)
    if done is None or form.data is None:
        return _enrol_page(request, row, entrance, form)
    codes, token = done
    page = render(request, "session/recovery.html", codes=codes, target=safe_next(form.data.next))
    return _with_cookies(request, page, row, token)


@router.post("/sign-out")
async def sign_out(request: Request, session: Session, now: Now) -> Response:
    await service.end_by_cookie(session, cookie.read(request), now)
    response = redirect(request, "/sign-in", "session.signed_out")
    cookie.take_back(response, request.app.state.settings)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _onward(request: Request, row: BrowserSession, token: str, wanted: str) -> Response:
    """To the next step, or to where the person wanted to go."""
    where = safe_next(wanted) if row.stage == "complete" else with_next(STEPS[row.stage], wanted)
    return _with_cookies(request, redirect(request, where), row, token)


def _with_cookies(request: Request, response: Response, row: BrowserSession, token: str) -> Response:
    settings, complete = request.app.state.settings, row.stage == "complete"
    cookie.give(response, settings, token, complete=complete)
    if complete:
        cookie.know(response, settings, request.app.state.entrance.mark(row.account))
    return response


def _step(request: Request, row: BrowserSession, stage: str) -> Response | None:
    """Elsewhere, when it is another step's turn."""
    return None if row.stage == stage else redirect(request, STEPS[row.stage])


def _refused(request: Request, name: str, form: Submission[Any], problem: Problem, field: str = "") -> Response:
    form.errors[field] = translator(request).t(f"error.{problem.code}.detail")
    form.status = problem.status
    return _page(request, name, form)


def _page(request: Request, name: str, form: Submission[Any], **context: Any) -> Response:
    secret = {"password", "again", "code"}
    form.values.update(dict.fromkeys(secret & form.values.keys(), ""))
    headers = {"Cache-Control": "no-store"}
    return render(request, f"session/{name}.html", status=form.status, headers=headers, form_data=form, **context)


def _enrol_page(request: Request, row: BrowserSession, entrance: Entering, form: Submission[Any]) -> Response:
    issuer = request.app.state.settings.province.name
    picture = totp.picture(row.account, entrance.vault, issuer)
    return _page(request, "enrol", form, picture=picture, secret=totp.secret_of(row.account, entrance.vault))
