"""Browser sessions: begun after a proof, moved on stage by stage under a new cookie each time, ended for good."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.account.tables import Account
from lgsp_gateway.audit.service import note
from lgsp_gateway.revocation.service import revoke_session
from lgsp_gateway.session.cookie import hash_of, new_token
from lgsp_gateway.session.queries import find_session, list_sessions
from lgsp_gateway.session.tables import BrowserSession
from lgsp_gateway.settings import Settings

Stage = Literal["code", "password", "enrol", "complete"]
ON_THE_WAY = timedelta(minutes=10)
"""For a code, a first password, an enrolment."""


def needs_second_factor(account: Account, settings: Settings) -> bool:
    return not set(settings.totp_roles).isdisjoint(account.roles)


def next_stage(account: Account, settings: Settings, *, proved_code: bool) -> Stage:
    """What is still missing: a code, then an own password instead of the initial one, then a second factor."""
    if account.has_totp and not proved_code:
        return "code"
    if account.must_change_password:
        return "password"
    if not account.has_totp and account.password_hash and needs_second_factor(account, settings):
        return "enrol"
    return "complete"


async def begin(
    session: AsyncSession, account: Account, settings: Settings, *, method: str, browser: str, now: datetime
) -> tuple[BrowserSession, str]:
    """The session and its cookie's value. Whom an outside provider vouches for has proved there what it asks for."""
    stage = "complete" if method == "oidc" else next_stage(account, settings, proved_code=False)
    token = new_token()
    made = BrowserSession(
        token_hash=hash_of(token), account=account, stage=stage, method=method, browser=browser[:200],
        started_at=now, seen_at=now, expires_at=now + _life(stage, settings),
    )  # fmt: skip
    session.add(made)
    await session.flush()
    if stage == "complete":
        await _complete(session, made, now)
    return made, token


async def advance(session: AsyncSession, row: BrowserSession, settings: Settings, now: datetime) -> str:
    """To the next stage, under a new cookie: what was seen before the proof is worth nothing after it."""
    token = new_token()
    row.token_hash, row.seen_at = hash_of(token), now
    row.stage = next_stage(row.account, settings, proved_code=True)
    row.expires_at = now + _life(row.stage, settings)
    if row.stage == "complete":
        row.started_at = now
        await _complete(session, row, now)
    return token


def _life(stage: str, settings: Settings) -> timedelta:
    return timedelta(hours=settings.session_hours) if stage == "complete" else ON_THE_WAY


async def _complete(session: AsyncSession, row: BrowserSession, now: datetime) -> None:
    await session.execute(update(Account).where(Account.id == row.account_id).values(signed_in_at=now))
    await note(session, "signed-in", now, actor=str(row.account_id), target=str(row.id), method=row.method)


def renew(row: BrowserSession, now: datetime) -> str:
    """A new cookie for the same session, after its password changed."""
    token = new_token()
    row.token_hash, row.seen_at = hash_of(token), now
    return token


async def end(session: AsyncSession, row: BrowserSession, now: datetime, *, actor: str) -> None:
    """Its cookie is worth nothing, nor are the access tokens it was swapped for."""
    if row.ended_at is None:
        row.ended_at = now
        await revoke_session(session, str(row.id), now)
        await note(session, "session-ended", now, actor=actor, target=str(row.id))


async def end_by_cookie(session: AsyncSession, token: str, now: datetime) -> None:
    row = await find_session(session, hash_of(token))
    if row:
        await end(session, row, now, actor=str(row.account_id))


async def end_others(
    session: AsyncSession, account_id: UUID, settings: Settings, now: datetime, *, kept: UUID | None
) -> None:
    for row in await list_sessions(session, account_id, settings, now):
        if row.id != kept:
            await end(session, row, now, actor=str(account_id))


async def forget_old(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(BrowserSession).where(BrowserSession.expires_at < now - timedelta(days=1)))
