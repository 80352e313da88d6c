from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.page import Page, paged
from kit.text import fold
from lgsp_gateway.account.errors import AccountNotFound
from lgsp_gateway.account.roles import ADMINISTRATOR
from lgsp_gateway.account.schemas import AccountFilter
from lgsp_gateway.account.tables import Account, RecoveryCode

KEYS = {"name": Account.sort_key, "username": Account.username, "created_at": Account.created_at}


async def get_account(session: AsyncSession, account_id: UUID) -> Account:
    account = await session.get(Account, account_id)
    if account is None:
        raise AccountNotFound
    return account


async def find_by_username(session: AsyncSession, username: str) -> Account | None:
    return await session.scalar(select(Account).where(Account.username == username.strip().lower()))


async def find_by_email(session: AsyncSession, email: str) -> Account | None:
    email = email.strip().lower()
    return await session.scalar(select(Account).where(Account.email == email)) if email else None


async def list_accounts(session: AsyncSession, wanted: AccountFilter) -> Page[Account]:
    return await paged(session, _matching(wanted), wanted, KEYS, Account.id)


async def names_of(session: AsyncSession, subjects: Iterable[str]) -> dict[str, str]:
    """Of those subjects of tokens that are people with an account here."""
    query = select(cast(Account.id, Text), Account.name).where(cast(Account.id, Text).in_(list(subjects)))
    return {row[0]: row[1] for row in await session.execute(query)}


async def count_administrators(session: AsyncSession) -> int:
    """Those who could sign in now."""
    query = select(func.count()).where(Account.state == "active", Account.roles.contains([ADMINISTRATOR]))
    return await session.scalar(query) or 0


async def count_recovery_codes(session: AsyncSession, account: Account) -> int:
    query = select(func.count()).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return await session.scalar(query) or 0


def _matching(wanted: AccountFilter) -> Select[Account]:
    query = select(Account)
    if wanted.q:
        typed = wanted.q.strip().lower()
        query = query.where(
            or_(
                Account.name_folded.contains(fold(wanted.q), autoescape=True),
                Account.username.contains(typed, autoescape=True),
                Account.email.contains(typed, autoescape=True),
            )
        )
    if wanted.role:
        query = query.where(Account.roles.contains([wanted.role]))
    if wanted.state:
        query = query.where(Account.state == wanted.state)
    return query.where(Account.member_id == wanted.member_id) if wanted.member_id else query
