"""A forgotten password: a link by mail, which works once and not for long, to who has the account's address."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from fastapi import FastAPI
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import mail
from kit.db import Database
from lgsp_gateway.account import attempts
from lgsp_gateway.account.attempts import ADDRESS, MAIL
from lgsp_gateway.account.errors import LinkExpired, TooManyAttempts
from lgsp_gateway.account.queries import find_by_email, get_account
from lgsp_gateway.account.service import end_sessions, set_password
from lgsp_gateway.account.tables import Account, PasswordLink
from lgsp_gateway.audit.service import note
from lgsp_gateway.session.entrance import Entrance, Visitor

LASTING = timedelta(minutes=30)


async def admit(entrance: Entrance, visitor: Visitor, now: datetime) -> None:
    """TooManyAttempts when somebody asks again and again: for this address the same, whatever was asked for."""
    async with entrance.database.session() as session:
        await attempts.charge(session, {entrance.vault.fingerprint(f"forgotten:{visitor.address}"): ADDRESS}, now)


async def send_link(app: FastAPI, email: str, now: datetime) -> None:
    """After the answer has left, so that neither it nor its time tells whether the address is known."""
    database: Database = app.state.database
    key = app.state.entrance.vault.fingerprint(f"mail:{email.strip().lower()}")
    try:
        async with database.session() as session:
            await attempts.charge(session, {key: MAIL}, now)
    except TooManyAttempts:
        return
    async with database.session() as session:
        account = await find_by_email(session, email)
        if account and account.state == "active" and account.password_hash:
            await _write(session, app, account, now)


async def _write(session: AsyncSession, app: FastAPI, account: Account, now: datetime) -> None:
    token = token_urlsafe(32)
    session.add(PasswordLink(token_hash=_hash(token), account_id=account.id, expires_at=now + LASTING))
    await mail.write(
        session,
        app,
        "recovery/mail/link",
        to=account.email,
        subject="recovery.mail_subject",
        language=account.language,
        now=now,
        lasting=LASTING,
        name=account.name,
        link=f"{app.state.settings.origin}/choose-password?token={token}",
        minutes=LASTING.seconds // 60,
    )
    await note(session, "password-link-sent", now, actor="", target=str(account.id))


async def account_of(session: AsyncSession, token: str, now: datetime) -> Account:
    """LinkExpired unless the link may still be used."""
    live = select(PasswordLink.account_id).where(PasswordLink.token_hash == _hash(token), PasswordLink.expires_at > now)
    account_id = await session.scalar(live.with_for_update())
    if account_id is None:
        raise LinkExpired
    account = await get_account(session, account_id)
    if account.state != "active":
        raise LinkExpired
    return account


async def choose(session: AsyncSession, app: FastAPI, token: str, password: str, now: datetime) -> None:
    """All sessions end, and no other link works any more. WeakPassword with the reason, LinkExpired."""
    account = await account_of(session, token, now)
    await set_password(session, account, password, now)
    await session.execute(delete(PasswordLink).where(PasswordLink.account_id == account.id))
    await end_sessions(session, account, now)
    await tell_owner(session, app, account, now)


async def tell_owner(session: AsyncSession, app: FastAPI, account: Account, now: datetime) -> None:
    """Who did not change it learns of it."""
    if account.email:
        await mail.write(
            session,
            app,
            "recovery/mail/changed",
            to=account.email,
            subject="recovery.changed_subject",
            language=account.language,
            now=now,
            name=account.name,
            moment=now,
        )


async def forget_old(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(PasswordLink).where(PasswordLink.expires_at < now))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
