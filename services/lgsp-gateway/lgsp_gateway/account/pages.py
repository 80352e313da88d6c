from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.clock import Now
from kit.db import Session
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator
from lgsp_gateway.account import queries, service
from lgsp_gateway.account.api import READ, WRITE, Writer
from lgsp_gateway.account.roles import SCOPES
from lgsp_gateway.account.schemas import AccountCreate, AccountFilter, AccountRead, AccountUpdate
from lgsp_gateway.account.tables import Account
from lgsp_gateway.member.queries import all_members

router = APIRouter(prefix="/lgsp-gateway", tags=["account-page"], include_in_schema=False)
HOME = "/lgsp-gateway/accounts"
COLUMNS = ("name", "username", "email", "agency", "roles", "state", "signed_in_at")
NO_STORE = {"Cache-Control": "no-store"}
Wanted = Annotated[AccountFilter, Query()]


@router.get("/accounts", dependencies=READ)
async def show_list(request: Request, wanted: Wanted, session: Session) -> Response:
    page = await queries.list_accounts(session, wanted)
    return render(request, "account/list.html", block="rows", page=page, roles=list(SCOPES))


@router.get("/accounts.csv", dependencies=READ)
async def export(request: Request, wanted: Wanted) -> Response:
    rows = (_row(one) async for one in every(request.app.state.database, queries.list_accounts, wanted))
    t = translator(request).t
    return await csv_list("accounts.csv", [t(f"account.{name}") for name in COLUMNS], rows)


@router.get("/accounts/new", dependencies=WRITE)
async def show_new(request: Request, session: Session) -> Response:
    return await _form(request, session, blank(request, kind="official", language="vi", roles=["official"]), None)


@router.post("/accounts")
async def create(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, AccountCreate)
    made = await form.attempt(session, lambda data: service.create(session, caller.subject, data, now))
    if made is None:
        return await _form(request, session, form, None)
    return _password_page(request, *made)


@router.get("/accounts/{account_id}", dependencies=READ)
async def show(request: Request, account_id: UUID, session: Session) -> Response:
    return render(request, "account/detail.html", account=await queries.get_account(session, account_id))


@router.get("/accounts/{account_id}/edit", dependencies=WRITE)
async def show_edit(request: Request, account_id: UUID, session: Session) -> Response:
    account = await queries.get_account(session, account_id)
    return await _form(request, session, blank(request, AccountRead.model_validate(account)), account)


@router.post("/accounts/{account_id}")
async def change(request: Request, account_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, AccountUpdate)
    saved = await form.attempt(session, lambda data: service.change(session, caller, account_id, data, now))
    if saved is None:
        return await _form(request, session, form, await queries.get_account(session, account_id))
    return redirect(request, f"{HOME}/{account_id}", "account.saved")


@router.post("/accounts/{account_id}/lock")
async def lock(request: Request, account_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    account = await service.lock(session, caller, account_id, now)
    return redirect(request, f"{HOME}/{account_id}", "account.was_locked", name=account.name)


@router.post("/accounts/{account_id}/unlock")
async def unlock(request: Request, account_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    account = await service.unlock(session, caller, account_id, now)
    return redirect(request, f"{HOME}/{account_id}", "account.was_unlocked", name=account.name)


@router.post("/accounts/{account_id}/reset-password")
async def reset_password(request: Request, account_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    return _password_page(request, *await service.reset_password(session, caller, account_id, now))


@router.post("/accounts/{account_id}/reset-totp")
async def reset_totp(request: Request, account_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    account = await service.reset_totp(session, caller, account_id, now)
    return redirect(request, f"{HOME}/{account_id}", "account.was_totp_reset", name=account.name)


async def _form(request: Request, session: Session, form: Submission[Any], account: Account | None) -> Response:
    members = [(member.id, member.name) for member in await all_members(session)]
    return render(
        request, "account/form.html", status=form.status, form_data=form, account=account, members=members, roles=SCOPES
    )


def _password_page(request: Request, account: Account, password: str) -> Response:
    """The answer to the form itself: nothing is kept to show it again."""
    return render(request, "account/password.html", headers=NO_STORE, account=account, password=password)


def _row(account: Account) -> tuple[object, ...]:
    roles = " ".join(account.roles)
    return (
        account.name, account.username, account.email, account.agency or "", roles, account.state, account.signed_in_at
    )  # fmt: skip
