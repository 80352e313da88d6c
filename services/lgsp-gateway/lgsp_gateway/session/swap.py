"""What the front door swaps a session cookie for: a short-lived access token, remembered for a few seconds."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import update

from kit.auth import Caller
from kit.db import Database
from kit.errors import Unavailable
from kit.problems import database_is_down
from lgsp_gateway.account.roles import scopes_of
from lgsp_gateway.revocation.memory import Revocations
from lgsp_gateway.session.cookie import hash_of
from lgsp_gateway.session.queries import find_alive
from lgsp_gateway.session.tables import BrowserSession
from lgsp_gateway.settings import Settings
from lgsp_gateway.token.authority import Authority

REMEMBER_SECONDS = 5.0
REMEMBERED = 10_000
LEAST_LIFE = 60
"""Seconds a token handed to a service has left, at least."""
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser's session as this process last saw it; `token` is the access token for the services behind."""

    session_id: str
    caller: Caller
    started_at: float
    token: str
    token_expires_at: int


class Sessions:
    """One a process. What is ended here is known at once, what is ended elsewhere within a second."""

    def __init__(self, settings: Settings, authority: Authority, database: Database) -> None:
        self._settings, self._authority, self._database = settings, authority, database
        self._remembered: dict[str, tuple[SignedIn, float]] = {}
        self._clock: Callable[[], datetime] = authority.now

    async def resolve(self, cookie: str) -> SignedIn | None:
        """None unless the cookie is that of a session that is signed in and lives."""
        if not cookie:
            return None
        key = hash_of(cookie)
        found, until = self._remembered.get(key, (None, 0.0))
        if found and until > monotonic() and not self._stale(found):
            return found
        self._remembered.pop(key, None)
        fresh = await self._read_or_say(key)
        if fresh:
            self._remember(key, fresh)
        return fresh

    async def renewed(self, cookie: str, found: SignedIn) -> SignedIn | None:
        """`found` while nothing is known against it, else as it is now; None once it is over. While the database is
        away, what the platforms believe without asking it counts: the access token, to its end."""
        if not self._stale(found):
            return found
        if self._authority.revocations.fresh:
            with suppress(Unavailable):
                return await self.resolve(cookie)
        return found if found.token_expires_at > self._clock().timestamp() else None

    def _stale(self, found: SignedIn) -> bool:
        revocations: Revocations = self._authority.revocations
        return (
            found.token_expires_at - self._clock().timestamp() < LEAST_LIFE
            or not revocations.fresh
            or revocations.covers("session", found.session_id, found.started_at)
            or revocations.covers("subject", found.caller.subject, found.started_at)
        )

    def _remember(self, key: str, found: SignedIn) -> None:
        if len(self._remembered) >= REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[key] = found, monotonic() + REMEMBER_SECONDS

    async def _read_or_say(self, key: str) -> SignedIn | None:
        """The door stands before the app, whose handlers tell of a database that is away."""
        try:
            return await self._read(key)
        except Exception as error:
            if database_is_down(error):
                raise Unavailable from error
            raise

    async def _read(self, key: str) -> SignedIn | None:
        now = self._clock()
        async with self._database.session() as session:
            row = await find_alive(session, key, self._settings, now, "complete")
            if row is None:
                return None
            if now - row.seen_at >= SEEN_EVERY:
                seen = update(BrowserSession).where(BrowserSession.id == row.id)
                await session.execute(seen.values(seen_at=now))
            return self._signed_in(row, now)

    def _signed_in(self, row: BrowserSession, now: datetime) -> SignedIn:
        account, scopes = row.account, scopes_of(row.account.roles)
        facts = {"kind": account.kind, "name": account.name, "agency": account.agency, "roles": account.roles}
        minted = self._authority.minter.for_person(
            account_id=str(account.id),
            session_id=str(row.id),
            kind=account.kind,
            name=account.name,
            username=account.username,
            agency=account.agency,
            roles=account.roles,
            scopes=scopes,
            now=now,
        )
        caller = Caller.of_claims({"sub": str(account.id), "jti": minted.token_id, "scope": minted.scope, **facts})
        return SignedIn(str(row.id), caller, row.started_at.timestamp(), minted.token, minted.expires_at)
