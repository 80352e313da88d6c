"""Signing in: every attempt is charged first and on record, and says no more than whether it worked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.vault import Vault
from lgsp_gateway.account import attempts, totp
from lgsp_gateway.account.attempts import ADDRESS, NAME, Allowance
from lgsp_gateway.account.errors import CodeWrong, TooManyAttempts
from lgsp_gateway.account.hashing import matches
from lgsp_gateway.account.queries import find_by_username, get_account
from lgsp_gateway.account.tables import PURPOSE, Account
from lgsp_gateway.audit.service import note
from lgsp_gateway.session import service
from lgsp_gateway.session.errors import SignInRefused
from lgsp_gateway.session.tables import BrowserSession
from lgsp_gateway.settings import Settings


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where an attempt comes from. `known` is the mark of a browser that somebody has signed in with before."""

    address: str
    browser: str
    known: str


class Entrance:
    """One a process, in the app as `app.state.entrance`."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings, self.database = settings, database
        self.vault = Vault.of(settings, PURPOSE)

    async def with_password(
        self, session: AsyncSession, username: str, password: str, visitor: Visitor, now: datetime
    ) -> tuple[BrowserSession, str]:
        """The session, at its first stage, and its cookie. SignInRefused, TooManyAttempts.

        `session` is not touched before the password has been looked at: no connection is held meanwhile.
        """
        async with self.database.session() as own:
            stranger = await find_by_username(own, username)
        keys = self._keys("password", stranger, username, visitor)
        await self._charge(keys, stranger, now)
        fits, renewed = await matches(password, stranger.password_hash if stranger else None)
        if stranger is None or not fits or stranger.state != "active":
            await self._note_refusal(stranger, "password", now)
            raise SignInRefused
        account = await get_account(session, stranger.id)
        await self._forgive(session, keys, now)
        if renewed:
            await session.execute(update(Account).where(Account.id == account.id).values(password_hash=renewed))
        return await service.begin(session, account, self.settings, method="password", browser=visitor.browser, now=now)

    async def with_code(
        self, session: AsyncSession, row: BrowserSession, code: str, visitor: Visitor, now: datetime
    ) -> str:
        """The next stage's cookie. CodeWrong, TooManyAttempts."""
        keys = self._keys("code", row.account, row.account.username, visitor)
        await self._charge(keys, row.account, now)
        try:
            method = await totp.accept(session, row.account, self.vault, code, now)
        except CodeWrong:
            await self._note_refusal(row.account, "code", now)
            raise
        await self._forgive(session, keys, now)
        row.method = f"password+{method}"
        return await service.advance(session, row, self.settings, now)

    async def confirm_password(
        self, session: AsyncSession, account: Account, password: str, visitor: Visitor, now: datetime
    ) -> bool:
        """Whether somebody signed in still knows it, before something grave. TooManyAttempts."""
        keys = self._keys("confirm", account, account.username, visitor)
        await self._charge(keys, account, now)
        fits, _ = await matches(password, account.password_hash)
        if fits:
            await self._forgive(session, keys, now)
        else:
            await self._note_refusal(account, "confirm", now)
        return fits

    async def is_password(self, account: Account, password: str) -> bool:
        """For what is no attempt: whether a new password is the old one."""
        return (await matches(password, account.password_hash))[0]

    def mark(self, account: Account) -> str:
        """For the cookie of a browser that `account` has signed in with."""
        nonce = token_urlsafe(12)
        return f"{nonce}.{self.vault.fingerprint(_known(account, nonce))}"

    def _keys(self, proof: str, account: Account | None, username: str, visitor: Visitor) -> Mapping[str, Allowance]:
        """Names are counted whether or not they exist, so that being blocked tells nothing."""
        nonce, _, mark = visitor.known.partition(".")
        if account and self.vault.recognises(_known(account, nonce), mark):
            who = f"known:{nonce}"
        else:
            who = f"name:{username.strip().lower()[:200]}"
        fingerprint = self.vault.fingerprint
        return {fingerprint(f"address:{visitor.address}"): ADDRESS, fingerprint(f"{proof}:{who}"): NAME}

    async def _charge(self, keys: Mapping[str, Allowance], account: Account | None, now: datetime) -> None:
        """In a transaction of its own, so that it stands whatever becomes of the attempt."""
        try:
            async with self.database.session() as session:
                await attempts.charge(session, keys, now)
        except TooManyAttempts:
            await self._note_refusal(account, "blocked", now)
            raise

    async def _forgive(self, session: AsyncSession, keys: Mapping[str, Allowance], now: datetime) -> None:
        address, who = keys
        await attempts.give_back(session, address, ADDRESS, now)
        await attempts.forgive(session, who)

    async def _note_refusal(self, account: Account | None, reason: str, now: datetime) -> None:
        who = str(account.id) if account else ""
        async with self.database.session() as session:
            await note(session, "sign-in-refused", now, actor=who, target=who, outcome="refused", reason=reason)


def _known(account: Account, nonce: str) -> str:
    """What the mark of a browser says."""
    return f"known:{account.id}:{nonce}"
