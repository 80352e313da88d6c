"""analytics as its people reach it in tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from analytics.main import app as analytics
from kit.auth import Bearer
from kit.bus import Message, connect
from kit.events import Envelope, Event
from tests.support.running import client_of
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

OWN, OTHER = "H02.14", "H02.07"
READING = ("datasets:read",)
ANALYSING = (*READING, "datasets:write", "queries:write", "columns:write")
API = "/analytics/api/v1/datasets"
SECONDS_TO_ARRIVE = 120  # nothing waits so long but on a busy machine
SOON, SELDOM = 0.1, 0.8
"""Between two looks at a load: on a busy machine, asking took a third of the work of a test."""
PEOPLE = "Họ tên;Số CCCD;Điện thoại;Ngày sinh;Thu nhập;Mã đơn vị\n" + "".join(
    f"{name};0240900{place:05d};09123456{place:02d};{place + 1:02d}/03/19{60 + place};{place}.500,5;{agency}\n"
    for place, (name, agency) in enumerate(
        [("Nguyễn Văn An", OWN), ("Trần Thị Bích", OTHER), ("Lê Hoàng Cường", OTHER), ("Phạm Thu Dung", "H02.10")] * 5
    )
)


class Lab:
    """A client as an analyst of the owning agency; `official`: of the same one, `stranger`: an analyst of another."""

    def __init__(self, app: FastAPI, http: httpx.AsyncClient, bus_url: str, keys: TestKeys) -> None:
        self.app, self.http = app, http
        self._bus_url, self._keys = bus_url, keys
        self.analyst = self.as_(*ANALYSING)
        self.official = self.as_(*READING)
        self.stranger = self.as_(*ANALYSING, agency=OTHER)

    def as_(self, *scopes: str, agency: str | None = OWN, **claims: Any) -> dict[str, str]:
        return self._keys.bearer(*scopes, agency=agency, **claims)

    async def dataset(self, code: str = "thu_nhap", **values: Any) -> dict[str, Any]:
        data = {"code": code, "name": "Thu nhập của hộ dân", "visibility": "province", **values}
        answer = await self.http.post(API, json=data, headers=self.analyst)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def upload(self, dataset_id: str, content: bytes, name: str = "tệp.csv") -> str:
        path = f"{API}/{dataset_id}/uploads"
        begun = await self.http.post(path, json={"name": name, "size": len(content)}, headers=self.analyst)
        assert begun.status_code == 201, begun.text
        upload_id = str(begun.json()["id"])
        sent = await self.http.patch(
            f"{path}/{upload_id}", content=content, headers={**self.analyst, "Upload-Offset": "0"}
        )
        assert sent.status_code == 204, sent.text
        return upload_id

    async def load(
        self, dataset_id: str, content: bytes, mode: str = "replace", name: str = "tệp.csv"
    ) -> dict[str, Any]:
        """The load once it has ended."""
        data = {"upload_id": await self.upload(dataset_id, content, name), "mode": mode}
        begun = await self.http.post(f"{API}/{dataset_id}/loads", json=data, headers=self.analyst)
        assert begun.status_code == 202, begun.text
        return await self.ended(dataset_id, begun.json()["id"])

    async def ended(self, dataset_id: str, load_id: str) -> dict[str, Any]:
        pause = SOON
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            while True:
                load = (await self.http.get(f"{API}/{dataset_id}/loads/{load_id}", headers=self.analyst)).json()
                if load["state"] not in {"waiting", "running"}:
                    return dict(load)
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, SELDOM)

    async def loaded(self, content: str = PEOPLE, **values: Any) -> dict[str, Any]:
        """A dataset with one load done."""
        made = await self.dataset(**values)
        load = await self.load(made["id"], content.encode())
        assert load["state"] == "done", load
        return await self.read(made["id"])

    async def read(self, dataset_id: str) -> dict[str, Any]:
        answer = await self.http.get(f"{API}/{dataset_id}", headers=self.analyst)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def rows(self, dataset_id: str, headers: dict[str, str] | None = None, **query: Any) -> dict[str, Any]:
        answer = await self.http.get(f"{API}/{dataset_id}/rows", params=query, headers=headers or self.analyst)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def tell(self, *events: Event, version: int = 1) -> list[Envelope]:
        envelopes = [Envelope.of(event, version=version) for event in events]
        await self.send(envelopes)
        return envelopes

    async def send(self, envelopes: list[Envelope]) -> None:
        bus = connect(self._bus_url)
        await bus.publish([Message(one.type, one.subject, one.to_json().encode()) for one in envelopes])
        await bus.close()


@asynccontextmanager
async def lab_of(database_url: str, valkey_url: str, keys: TestKeys, folder: Path, **values: Any) -> AsyncIterator[Lab]:
    urls = {"database_url": database_url, "redis_url": valkey_url, "bus_url": valkey_url}
    app = analytics(settings_of("analytics", **urls, files_url=folder.as_uri(), **values))
    app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
    async with client_of(app) as http:
        yield Lab(app, http, valkey_url, keys)
