"""What administrators do to accounts, and what everybody may do to the own one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.contracts.lgsp_gateway import AccountLocked
from kit.editing import edit, unless_taken
from kit.outbox import emit
from kit.text import fold, sort_key
from lgsp_gateway.account import passwords, totp
from lgsp_gateway.account.errors import (
    AdministratorThere,
    AgencyNeeded,
    EmailTaken,
    LastAdministrator,
    OwnAccount,
    UsernameTaken,
)
from lgsp_gateway.account.hashing import hashed
from lgsp_gateway.account.queries import count_administrators, find_by_email, find_by_username, get_account
from lgsp_gateway.account.roles import ADMINISTRATOR, AGENCY_REGISTRAR
from lgsp_gateway.account.schemas import AccountCreate, AccountUpdate
from lgsp_gateway.account.tables import Account
from lgsp_gateway.audit.service import note
from lgsp_gateway.member.queries import get_member
from lgsp_gateway.registry.reach import AGENCIES
from lgsp_gateway.revocation.service import revoke_subject

RIGHTS = frozenset({"roles", "member_id"})
LOCK = 0x61646D696E


async def create(
    session: AsyncSession,
    actor: str,
    data: AccountCreate,
    now: datetime,
    *,
    password: str | None = None,
    must_change: bool = True,
) -> tuple[Account, str]:
    """The account and the password to hand over: the one given, else a random one."""
    password = password or passwords.random_groups()
    account = Account(**data.model_dump(exclude={"member_id"}), created_by=actor, created_at=now)
    account.member = await get_member(session, data.member_id) if data.member_id else None
    _belongs_where_its_role_says(account)
    account.password_hash, account.password_changed_at = await hashed(password), now
    account.must_change_password = must_change
    await _add(session, account)
    await note(session, "account-created", now, actor=actor, target=str(account.id), roles=account.roles)
    return account, password


async def create_first(session: AsyncSession, actor: str, data: AccountCreate, now: datetime) -> tuple[Account, str]:
    """Of an installation where nobody can manage accounts yet."""
    await _one_at_a_time(session)
    if await count_administrators(session):
        raise AdministratorThere
    return await create(session, actor, data, now)


async def create_external(session: AsyncSession, actor: str, data: AccountCreate, now: datetime) -> Account:
    """For somebody who signs in at an outside provider: without a password."""
    account = Account(**data.model_dump(), created_by=actor, created_at=now)
    await _add(session, account)
    await note(session, "account-created", now, actor=actor, target=str(account.id), roles=account.roles)
    return account


async def _add(session: AsyncSession, account: Account) -> None:
    _make_searchable(account)
    if await find_by_username(session, account.username):
        raise UsernameTaken
    if await find_by_email(session, account.email):
        raise EmailTaken
    async with unless_taken(session, UsernameTaken()):
        session.add(account)


async def change(
    session: AsyncSession, caller: Caller, account_id: UUID, data: AccountUpdate, now: datetime
) -> Account:
    """New rights end the person's sessions: what a token or a page in the browser allows is never out of date."""
    await _one_at_a_time(session)
    account = await get_account(session, account_id)
    was_administrator = ADMINISTRATOR in account.roles
    changed = edit(account, data)
    if RIGHTS & set(changed):
        _not_oneself(caller, account)
        if data.member_id:
            await get_member(session, data.member_id)
        await end_sessions(session, account, now)
    _make_searchable(account)
    async with unless_taken(session, EmailTaken()):
        await session.flush()
    await session.refresh(account)
    _belongs_where_its_role_says(account)
    if was_administrator:
        await _leave_an_administrator(session)
    if changed:
        await note(session, "account-changed", now, actor=caller.subject, target=str(account.id), changed=changed)
    return account


async def lock(session: AsyncSession, caller: Caller, account_id: UUID, now: datetime) -> Account:
    await _one_at_a_time(session)
    account = await get_account(session, account_id)
    _not_oneself(caller, account)
    account.state = "locked"
    await session.flush()
    await _leave_an_administrator(session)
    await end_sessions(session, account, now)
    await note(session, "account-locked", now, actor=caller.subject, target=str(account.id))
    await emit(session, AccountLocked(account_id=account.id), version=account.version)
    return account


async def unlock(session: AsyncSession, caller: Caller, account_id: UUID, now: datetime) -> Account:
    account = await get_account(session, account_id)
    account.state = "active"
    await note(session, "account-unlocked", now, actor=caller.subject, target=str(account.id))
    return account


async def reset_password(session: AsyncSession, caller: Caller, account_id: UUID, now: datetime) -> tuple[Account, str]:
    """A random password to hand over, to be changed at the first sign-in."""
    account = await get_account(session, account_id)
    password = passwords.random_groups()
    account.password_hash, account.password_changed_at = await hashed(password), now
    account.must_change_password = True
    await end_sessions(session, account, now)
    await note(session, "password-reset", now, actor=caller.subject, target=str(account.id))
    return account, password


async def reset_totp(session: AsyncSession, caller: Caller, account_id: UUID, now: datetime) -> Account:
    """For somebody who lost the telephone and the recovery codes."""
    account = await get_account(session, account_id)
    _not_oneself(caller, account)
    await totp.drop(session, account)
    await end_sessions(session, account, now)
    await note(session, "totp-reset", now, actor=caller.subject, target=str(account.id))
    return account


async def set_password(session: AsyncSession, account: Account, password: str, now: datetime) -> None:
    """Chosen by its owner. WeakPassword with the reason; the caller decides about sessions."""
    passwords.check(password, account.username, account.email)
    account.password_hash, account.password_changed_at = await hashed(password), now
    account.must_change_password = False
    await note(session, "password-changed", now, actor=str(account.id), target=str(account.id))


async def end_sessions(session: AsyncSession, account: Account, now: datetime) -> None:
    """All of them, and the access tokens that were given for them."""
    account.sessions_ended_at = now
    await revoke_subject(session, str(account.id), now)


def _belongs_where_its_role_says(account: Account) -> None:
    """The reach of an agency's registrar is told by the agency's code, which only agencies are known by."""
    is_agency = account.member is not None and account.member.member_class == AGENCIES
    if AGENCY_REGISTRAR in account.roles and not is_agency:
        raise AgencyNeeded


def _not_oneself(caller: Caller, account: Account) -> None:
    if caller.subject == str(account.id):
        raise OwnAccount


async def _leave_an_administrator(session: AsyncSession) -> None:
    if not await count_administrators(session):
        raise LastAdministrator


async def _one_at_a_time(session: AsyncSession) -> None:
    """Two administrators must not lock each other at the same moment."""
    await session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def _make_searchable(account: Account) -> None:
    account.name_folded, account.sort_key = fold(account.name), sort_key(account.name)
