"""What a process holds to issue and verify access tokens; in the app as `app.state.authority`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from fastapi import FastAPI

from kit.clock import utc
from kit.db import Database
from kit.rate import Rate
from kit.vault import Locked, Vault
from lgsp_gateway.revocation.memory import Revocations
from lgsp_gateway.settings import Settings
from lgsp_gateway.token.certificate import CertificateReader
from lgsp_gateway.token.minting import Minter
from lgsp_gateway.token.ring import KeyRing
from lgsp_gateway.token.rotation import ensure_keys
from lgsp_gateway.token.tables import PURPOSE
from lgsp_gateway.token.verify import Verifier

READ_SECONDS = 0.3
log = logging.getLogger(__name__)


class Authority:
    """`exchange` verifies the tokens of systems, `platforms` those of people."""

    def __init__(self, settings: Settings) -> None:
        self.clock: Callable[[], datetime] = utc
        self.settings = settings
        self.vault = Vault.of(settings, PURPOSE)
        self.ring = KeyRing(self.vault)
        self.revocations = Revocations()
        self.minter = Minter(settings, self.ring)
        self.exchange = self._verifier(settings.exchange_audience)
        self.platforms = self._verifier(settings.audience)

    def _verifier(self, audience: str) -> Verifier:
        issuer = self.settings.token_issuer
        return Verifier(self.ring, self.revocations, issuer=issuer, audience=audience, clock=self.now)

    def now(self) -> datetime:
        return self.clock()

    @asynccontextmanager
    async def running(self, app: FastAPI) -> AsyncIterator[None]:
        """A lifespan: keys and revocations are read before the first request, and kept fresh."""
        app.state.authority, self.clock = self, app.state.clock
        app.state.token_rate = Rate(app.state.redis, "token")
        app.state.certificates = CertificateReader(self.settings)
        database: Database = app.state.database
        with suppress(Exception):  # without a database the service starts, and is not ready
            await self.read(database)
        app.state.checks["tokens"] = self._check
        following = asyncio.create_task(self._follow(database), name="keys and revocations")
        try:
            yield
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    async def read(self, database: Database) -> None:
        async with database.session() as session:
            if not self.ring.is_ready:
                await ensure_keys(session, self.vault, self.clock())
            await self.revocations.read(session, self.clock().timestamp())
            await self.ring.read(session)

    async def _follow(self, database: Database) -> None:
        while True:
            await asyncio.sleep(READ_SECONDS)
            try:
                await self.read(database)
            except Locked as error:
                log.warning("signing keys cannot be opened", extra={"reason": str(error)})
            except Exception as error:  # noqa: BLE001 - whatever it is, the next reading may succeed
                log.warning("keys and revocations could not be read", extra={"error": type(error).__name__})

    async def _check(self, _: FastAPI) -> None:
        if not self.revocations.fresh:
            raise TimeoutError("revocations have not been read lately")
