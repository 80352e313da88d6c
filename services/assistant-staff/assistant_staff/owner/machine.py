"""Platforms asked as this system: for words to index, on nobody's behalf. Its token comes from the gateway."""

import asyncio
from time import monotonic
from typing import Any, TypeVar
from uuid import UUID

import httpx
from pydantic import BaseModel, ValidationError

from assistant_staff.owner.client import urls_of
from assistant_staff.owner.errors import OwnerAway
from assistant_staff.owner.schemas import OWNERS, Ids, Kind, Text

GONE = frozenset({404, 410})
EARLY_SECONDS = 60
Told = TypeVar("Told", bound=BaseModel)


class _Token(BaseModel):
    access_token: str
    expires_in: int


class Machine:
    """Holds its token until shortly before it ends."""

    def __init__(self, asking: httpx.AsyncClient, settings: Any) -> None:
        self._http = asking
        self._urls, self._gateway = urls_of(settings), settings.gateway_url
        self._client = settings.service, settings.platform_secret.get_secret_value()
        self._token, self._until = "", 0.0
        self._asking = asyncio.Lock()

    async def text(self, kind: Kind, source_id: UUID) -> Text | None:
        """None for what is not there, or is nothing for an index."""
        answer = await self._get(kind, f"/{source_id}")
        return None if answer.status_code in GONE else _read(kind, Text, answer)

    async def ids(self, kind: Kind, after: str) -> Ids:
        return _read(kind, Ids, await self._get(kind, "", **({"after": after} if after else {})))

    async def _get(self, kind: Kind, path: str, **params: str) -> httpx.Response:
        owner = OWNERS[kind]
        headers = {"Authorization": f"Bearer {await self._bearer()}"}
        try:
            url = f"{self._urls[owner].rstrip('/')}/{owner}/api/v1/index/{kind}{path}"
            answer = await self._http.get(url, params=params, headers=headers)
        except httpx.HTTPError as error:
            raise OwnerAway(owner=owner) from error
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._until = 0.0  # taken back before its end: the next try asks for a fresh one
        return answer

    async def _bearer(self) -> str:
        async with self._asking:
            if monotonic() >= self._until:
                told = await self._fetch()
                self._token, self._until = told.access_token, monotonic() + max(1, told.expires_in - EARLY_SECONDS)
            return self._token

    async def _fetch(self) -> _Token:
        try:
            asked, url = {"grant_type": "client_credentials"}, f"{self._gateway.rstrip('/')}/oauth2/platform-token"
            answer = (await self._http.post(url, data=asked, auth=self._client)).raise_for_status()
            return _Token.model_validate_json(answer.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise OwnerAway(owner="lgsp-gateway") from error


def _read(kind: Kind, form: type[Told], answer: httpx.Response) -> Told:
    try:
        return form.model_validate_json(answer.raise_for_status().content)
    except (httpx.HTTPError, ValidationError) as error:
        raise OwnerAway(owner=OWNERS[kind]) from error
