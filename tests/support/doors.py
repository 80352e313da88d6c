"""Somebody at the doors of one service, as programs and as browsers come."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import httpx


class Doors(ABC):
    """`call` says how they prove who they are; paths of all else are those behind the service's name."""

    service: ClassVar[str]

    @abstractmethod
    async def call(self, method: str, path: str, **options: Any) -> httpx.Response: ...

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self._api("GET", path, params=params)

    async def post(self, path: str, **json: Any) -> httpx.Response:
        return await self._api("POST", path, json=json)

    async def put(self, path: str, **json: Any) -> httpx.Response:
        return await self._api("PUT", path, json=json)

    async def delete(self, path: str, **params: Any) -> httpx.Response:
        return await self._api("DELETE", path, params=params)

    async def made(self, path: str, **json: Any) -> dict[str, Any]:
        answer = await self.post(path, **json)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def page(self, path: str, **options: Any) -> httpx.Response:
        headers = {"Accept": "text/html"} | options.pop("headers", {})
        method = options.pop("method", "GET")
        return await self.call(method, f"/{self.service}{path}", headers=headers, **options)

    async def submit(self, path: str, **fields: Any) -> httpx.Response:
        files = fields.pop("files", None)
        return await self.page(path, method="POST", data=fields, files=files)

    async def _api(self, method: str, path: str, **options: Any) -> httpx.Response:
        return await self.call(method, f"/{self.service}/api/v1{path}", **options)
