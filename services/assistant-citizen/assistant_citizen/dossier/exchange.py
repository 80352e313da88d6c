"""This platform as an application of the exchange: its key, a token held until shortly before its end, and calls of
services it was granted."""

import asyncio
import logging
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from assistant_citizen.dossier.errors import OneStopAway, OneStopUnconnected
from kit import http

log = logging.getLogger(__name__)
TIMEOUT = httpx.Timeout(5, connect=2)
WHOLE_SECONDS = 8
"""However an answer drips."""
EARLY_SECONDS = 60
MOST_AT_ONCE = 8
"""A conversation that waits holds a connection to the database: others must not wait with it."""


class Key(BaseModel):
    client_id: str
    client_secret: SecretStr


class _Token(BaseModel):
    access_token: str
    expires_in: int


class Exchange:
    def __init__(self, gateway_url: str, client: str, key_file: Path | None) -> None:
        """`client`: this application, `VN/GOV/H02.14/tro-ly-nguoi-dan`."""
        self._client, self._key_file = client, key_file
        self._http = http.client(base_url=gateway_url, timeout=TIMEOUT)
        self._token, self._until = "", 0.0
        self._asking, self._places = asyncio.Lock(), asyncio.Semaphore(MOST_AT_ONCE)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def post(self, service: str, path: str, data: dict[str, str]) -> httpx.Response:
        """What the service answers. OneStopAway when there are too many at once, or nobody answers."""
        if self._places.locked():
            log.warning("too many wait for the exchange")
            raise OneStopAway
        async with self._places:
            try:
                async with asyncio.timeout(WHOLE_SECONDS):
                    return await self._post(f"/r1/{service}{path}", data)
            except (httpx.HTTPError, TimeoutError, ValidationError) as error:
                log.warning("the exchange is not heard", extra={"error": type(error).__name__})
                raise OneStopAway from error

    async def _post(self, address: str, data: dict[str, str]) -> httpx.Response:
        """Once more with a fresh token where the old one was taken back."""
        answer = await self._http.post(address, json=data, headers=await self._headers())
        if answer.status_code != httpx.codes.UNAUTHORIZED:
            return answer
        self._until = 0.0
        return await self._http.post(address, json=data, headers=await self._headers())

    async def _headers(self) -> dict[str, Any]:
        return {"Authorization": f"Bearer {await self._bearer()}", "X-Road-Client": self._client}

    async def _bearer(self) -> str:
        async with self._asking:
            if monotonic() >= self._until:
                told = await self._fetch(_read_key(self._key_file))
                self._token, self._until = told.access_token, monotonic() + max(1, told.expires_in - EARLY_SECONDS)
            return self._token

    async def _fetch(self, key: Key) -> _Token:
        proof = httpx.BasicAuth(key.client_id, key.client_secret.get_secret_value())
        answer = await self._http.post("/oauth2/token", data={"grant_type": "client_credentials"}, auth=proof)
        return _Token.model_validate_json(answer.raise_for_status().content)


def _read_key(file: Path | None) -> Key:
    """Read anew for each token, so that a key that was changed is taken up."""
    try:
        return Key.model_validate_json(file.read_bytes() if file else b"")
    except (OSError, ValidationError) as error:
        raise OneStopUnconnected from error
