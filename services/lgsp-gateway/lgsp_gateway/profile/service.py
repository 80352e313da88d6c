from datetime import datetime
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.vault import Vault
from lgsp_gateway.account import totp
from lgsp_gateway.account.errors import CodeWrong
from lgsp_gateway.account.service import set_password
from lgsp_gateway.account.tables import Account
from lgsp_gateway.audit.service import note
from lgsp_gateway.recovery.service import tell_owner
from lgsp_gateway.session.errors import SessionNotFound
from lgsp_gateway.session.service import end, end_others, renew
from lgsp_gateway.session.tables import BrowserSession


async def change_password(
    session: AsyncSession, app: FastAPI, own: BrowserSession, password: str, now: datetime
) -> str:
    """The value of a new cookie for this browser; every other session of the account ends."""
    await set_password(session, own.account, password, now)
    await end_others(session, own.account_id, app.state.settings, now, kept=own.id)
    await tell_owner(session, app, own.account, now)
    return renew(own, now)


async def enrol(session: AsyncSession, account: Account, vault: Vault, code: str, now: datetime) -> list[str]:
    """The recovery codes. CodeWrong, also when a second factor is in force already."""
    if account.has_totp:
        raise CodeWrong
    codes = await totp.confirm(session, account, vault, code, now)
    await note(session, "totp-enrolled", now, actor=str(account.id), target=str(account.id))
    return codes


async def renew_recovery(session: AsyncSession, account: Account, vault: Vault, now: datetime) -> list[str]:
    """The ones before are worth nothing any more."""
    codes = await totp.renew_recovery(session, account, vault)
    await note(session, "recovery-codes-renewed", now, actor=str(account.id), target=str(account.id))
    return codes


async def end_session(session: AsyncSession, own: BrowserSession, session_id: UUID, now: datetime) -> None:
    """Another person's session is as if it were not there."""
    row = await session.get(BrowserSession, session_id)
    if row is None or row.account_id != own.account_id:
        raise SessionNotFound
    await end(session, row, now, actor=str(own.account_id))
