from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from lgsp_gateway.account import queries, service
from lgsp_gateway.account.schemas import (
    AccountCreate,
    AccountCreated,
    AccountFilter,
    AccountRead,
    AccountUpdate,
    InitialPassword,
)

router = APIRouter(prefix="/lgsp-gateway/api/v1/accounts", tags=["account"])
READ, WRITE = [requires("accounts:read")], [requires("accounts:write")]
Writer = Annotated[Caller, requires("accounts:write")]


@router.get("", dependencies=READ)
async def list_accounts(wanted: Annotated[AccountFilter, Query()], session: Session) -> Page[AccountRead]:
    return Page[AccountRead].model_validate(await queries.list_accounts(session, wanted))


@router.post("", status_code=201)
async def create(data: AccountCreate, session: Session, caller: Writer, now: Now) -> AccountCreated:
    """The password is told this once; its owner changes it at the first sign-in."""
    account, password = await service.create(session, caller.subject, data, now)
    shown = AccountRead.model_validate(account)
    return AccountCreated(**shown.model_dump(), password=password)


@router.get("/{account_id}", dependencies=READ)
async def get_account(account_id: UUID, session: Session) -> AccountRead:
    return AccountRead.model_validate(await queries.get_account(session, account_id))


@router.put("/{account_id}")
async def change(account_id: UUID, data: AccountUpdate, session: Session, caller: Writer, now: Now) -> AccountRead:
    return AccountRead.model_validate(await service.change(session, caller, account_id, data, now))


@router.post("/{account_id}/lock")
async def lock(account_id: UUID, session: Session, caller: Writer, now: Now) -> AccountRead:
    return AccountRead.model_validate(await service.lock(session, caller, account_id, now))


@router.post("/{account_id}/unlock")
async def unlock(account_id: UUID, session: Session, caller: Writer, now: Now) -> AccountRead:
    return AccountRead.model_validate(await service.unlock(session, caller, account_id, now))


@router.post("/{account_id}/reset-password")
async def reset_password(account_id: UUID, session: Session, caller: Writer, now: Now) -> InitialPassword:
    _, password = await service.reset_password(session, caller, account_id, now)
    return InitialPassword(password=password)


@router.post("/{account_id}/reset-totp")
async def reset_totp(account_id: UUID, session: Session, caller: Writer, now: Now) -> AccountRead:
    return AccountRead.model_validate(await service.reset_totp(session, caller, account_id, now))
