"""Tokens of national platforms: fetched once for all who wait, ahead of expiry, and anew when refused."""

import asyncio
import logging
from dataclasses import dataclass, field
from ssl import SSLContext
from time import monotonic

import httpx
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import select

from kit import http
from kit.db import Database
from kit.vault import Locked, Vault
from lgsp_gateway.exchange.directory import Service
from lgsp_gateway.exchange.faults import Fault, GatewayFault, ProviderFault
from lgsp_gateway.national.tables import NationalPlatform

log = logging.getLogger(__name__)
AHEAD_SECONDS, RETRY_SECONDS = 60, 2.0
TIMEOUT = httpx.Timeout(8, connect=3)


class Granted(BaseModel):
    """Answer of WSO2 API Manager to a client credentials grant."""

    access_token: str = Field(min_length=1, max_length=8192, pattern=r"^[\x21-\x7e]+$")
    expires_in: int = Field(ge=0)


@dataclass(slots=True)
class Key:
    authorization: bytes = b""
    fresh_until: float = 0
    next_try: float = 0
    failure: Fault | None = None
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


class Keyring:
    def __init__(self, database: Database, vault: Vault, trust: SSLContext) -> None:
        self._database, self._vault, self._trust = database, vault, trust
        self._keys: dict[str, Key] = {}

    async def authorization(self, service: Service) -> bytes:
        """The value of the Authorization header. Raises Fault."""
        key = self._keys.setdefault(service.base_url, Key())
        if monotonic() < key.fresh_until:
            return key.authorization
        async with key.busy:
            if monotonic() >= key.fresh_until:
                await self._fetch_into(key, service)
        return key.authorization

    def refused(self, service: Service, authorization: bytes) -> None:
        """The platform no longer knows this token; the next call fetches another."""
        key = self._keys.get(service.base_url)
        if key is not None and key.authorization == authorization:
            key.fresh_until = 0

    async def _fetch_into(self, key: Key, service: Service) -> None:
        """One try in two seconds; in between, the failure is told again."""
        if key.failure is not None and monotonic() < key.next_try:
            raise key.failure
        try:
            granted = await self._fetch(await self._platform(service))
        except Fault as fault:
            key.failure, key.next_try = fault, monotonic() + RETRY_SECONDS
            raise
        ahead = min(AHEAD_SECONDS, granted.expires_in / 10)
        key.authorization = b"Bearer " + granted.access_token.encode()
        key.fresh_until, key.failure = monotonic() + granted.expires_in - ahead, None

    async def _platform(self, service: Service) -> NationalPlatform:
        async with self._database.session() as session:
            platforms = list(await session.scalars(select(NationalPlatform)))
        reaching = [one for one in platforms if covers(one.base_url, service.base_url)]
        if not reaching:
            raise GatewayFault(503, "NationalKeyMissing")
        return max(reaching, key=lambda one: len(one.base_url))

    async def _fetch(self, platform: NationalPlatform) -> Granted:
        try:
            secret = self._vault.unlock(platform.locked_secret, platform.base_url).decode()
            async with http.client(timeout=TIMEOUT, verify=self._trust, auth=(platform.client_id, secret)) as client:
                answer = await client.post(platform.token_url, data={"grant_type": "client_credentials"})
            if answer.status_code in {400, 401, 403}:
                raise GatewayFault(502, "NationalKeyRefused")
            return Granted.model_validate_json(answer.raise_for_status().content)
        except Locked as error:
            raise GatewayFault(503, "NationalKeyMissing") from error
        except httpx.TimeoutException as error:
            raise ProviderFault(504, "Timeout", seconds=8) from error
        except (httpx.HTTPError, ValidationError) as error:
            log.warning("no token of a national platform", extra={"error": type(error).__name__})
            raise ProviderFault(502, "NationalTokenUnavailable") from error


def covers(base_url: str, address: str) -> bool:
    """Whether an address lies at or below: `https://a/b` covers `https://a/b/c`, not `https://a/bc`."""
    base = base_url.rstrip("/")
    return address == base or address.startswith(f"{base}/")
