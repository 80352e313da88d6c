"""meetings as its people reach it: governance's directory beside it, sockets for who is in a meeting."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

import httpx
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from kit.auth import Bearer
from meetings.main import app as meetings
from tests.governance.office import NOW, Desk, Office, Place
from tests.support.running import client_of, served
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

API = "/meetings/api/v1/meetings"
SECONDS = 10


class Line:
    """One browser in a meeting: what it was told so far, and what it says."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: list[dict[str, Any]] = []

    async def next(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """The next message of this kind with these values; those before it are passed over."""
        async with asyncio.timeout(SECONDS):
            while True:
                message: dict[str, Any] = json.loads(await self.socket.recv())
                self.heard.append(message)
                if message["type"] == kind and all(message.get(name) == value for name, value in wanted.items()):
                    return message

    async def closed(self) -> None:
        """Until the service has ended the connection."""
        with suppress(ConnectionClosed):
            async with asyncio.timeout(SECONDS):
                async for text in self.socket:
                    self.heard.append(json.loads(text))

    async def say(self, kind: str, **values: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, **values}))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()


@dataclass
class Hall:
    office: Office
    app: FastAPI
    http: httpx.AsyncClient
    url: str
    keys: TestKeys
    now: datetime = NOW

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)

    async def person(self, username: str, name: str, agency: str = "H02.14") -> Desk:
        """Somebody who works there, and may sign in."""
        return await self.office.person(username, name, Place(agency, "leader"))

    def headers(self, desk: Desk) -> dict[str, str]:
        issued = int(self.now.timestamp())
        return self.keys.bearer(sub=str(desk.account), iat=issued, exp=issued + 300, **desk.claims)

    async def ask(self, desk: Desk, method: str, path: str = "", **options: Any) -> httpx.Response:
        headers = self.headers(desk) | options.pop("headers", {})
        return await self.http.request(method, f"{API}{path}", headers=headers, **options)

    async def call(self, chair: Desk, *delegates: Desk, secretary: Desk | None = None, **more: Any) -> dict[str, Any]:
        """A meeting that begins now, called by its chair."""
        data = {
            "title": "Giao ban chuyển đổi số tuần 48",
            "starts_at": self.now.isoformat(),
            "ends_at": (self.now + timedelta(hours=1)).isoformat(),
            "chair": str(chair.id),
            "secretary": str(secretary.id) if secretary else None,
            "delegates": [str(one.id) for one in delegates],
            **more,
        }
        answer = await self.ask(chair, "POST", json=data)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def line(self, desk: Desk, meeting: dict[str, Any], url: str = "") -> Line:
        """As in a browser, what nobody has read yet holds nothing up: its end would wait ten seconds behind it."""
        address = f"{url or self.url}/meetings/{meeting['id']}/socket".replace("http", "ws", 1)
        return Line(await connect(address, additional_headers=self.headers(desk), proxy=None, max_queue=None))


@asynccontextmanager
async def opened(office: Office, database_url: str, keys: TestKeys, **more: Any) -> AsyncIterator[Hall]:
    """On an empty database, with the office's directory behind a real address."""
    async with AsyncExitStack() as stack:
        directory = await stack.enter_async_context(served(office.app, lifespan="off"))
        urls = {"database_url": database_url, "redis_url": office.bus_url, "bus_url": office.bus_url}
        given = {**urls, "governance_url": directory, "run_background": False, **more}
        app = meetings(settings_of("meetings", **given))
        app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE, clock=lambda: app.state.clock())  # noqa: PLW0108 - set anew below
        http = await stack.enter_async_context(client_of(app))
        url = await stack.enter_async_context(served(app, lifespan="off"))
        hall = Hall(office, app, http, url, keys)
        app.state.clock = lambda: hall.now
        yield hall
