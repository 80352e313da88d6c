"""Public keys that access tokens are verified with."""

import asyncio
from time import monotonic
from typing import Protocol

import httpx
from joserfc.jwk import KeySet

from kit import http
from kit.errors import Unavailable

FRESH_SECONDS = 300
RETRY_SECONDS = 5


class Keys(Protocol):
    async def current(self) -> KeySet: ...

    async def refreshed(self) -> KeySet:
        """Asked when a token names a key that is not among the current ones."""
        ...


class RemoteKeys:
    """The gateway's published keys. Old keys go on working while the gateway cannot be reached."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: KeySet | None = None
        self._fresh_until = self._next_try = 0.0
        self._asking = asyncio.Lock()

    async def current(self) -> KeySet:
        if self._keys is None or monotonic() > self._fresh_until:
            return await self.refreshed()
        return self._keys

    async def refreshed(self) -> KeySet:
        """Bounded to one request in five seconds, so that made-up key ids cannot flood the gateway; who comes while it
        is asked waits for its answer."""
        async with self._asking:
            if monotonic() >= self._next_try:
                self._next_try = monotonic() + RETRY_SECONDS
                await self._fetch()
        if self._keys is None:
            raise Unavailable("keys-unavailable")
        return self._keys

    async def _fetch(self) -> None:
        try:
            async with http.client(timeout=3) as client:
                answer = (await client.get(self._url)).raise_for_status()
            self._keys = KeySet.import_key_set(answer.json())
            self._fresh_until = monotonic() + FRESH_SECONDS
        except (httpx.HTTPError, ValueError):
            return
