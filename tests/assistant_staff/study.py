"""assistant-staff as officials reach it: governance and meetings beside it, words fetched as this platform."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI, Request

from assistant_staff.index import service as index
from assistant_staff.index.service import Told
from assistant_staff.main import app as assistant_staff
from kit.auth import Bearer
from tests.governance.office import Desk
from tests.meetings.hall import Hall
from tests.support.running import client_of, served
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

API = "/assistant-staff/api/v1"
NOBODY = "http://127.0.0.1:1"


@dataclass
class Study:
    app: FastAPI
    http: httpx.AsyncClient
    hall: Hall

    async def ask(self, desk: Desk, method: str, path: str, **options: Any) -> httpx.Response:
        headers = self.hall.headers(desk) | options.pop("headers", {})
        return await self.http.request(method, path, headers=headers, **options)

    async def question(self, desk: Desk, question: str, **more: Any) -> dict[str, Any]:
        answer = await self.ask(desk, "POST", f"{API}/questions", json={"question": question, **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def take_in(self, desk: Desk, content: bytes, **facts: Any) -> httpx.Response:
        headers = {"Content-Type": "application/octet-stream"}
        return await self.ask(desk, "POST", f"{API}/laws/imports", content=content, params=facts, headers=headers)

    async def hear(self, *told: Told) -> None:
        """As when events come in, and what they name is fetched."""
        async with self.app.state.database.session() as session:
            await index.hear(session, told, self.hall.now)
        await self.fetch()

    async def fetch(self) -> None:
        async with self.app.state.database.session() as session:
            while await index.fetch_some(session, self.app.state.machine, self.hall.now):
                pass

    async def rebuild(self) -> None:
        async with self.app.state.database.session() as session:
            await index.rebuild(session, ("document", "task", "minutes"), self.hall.now)
            while await index.walk(session, self.app.state.machine, self.hall.now):
                await session.flush()
        await self.fetch()


def gateway(hall: Hall) -> FastAPI:
    """The gateway's door for platforms: its own rules have tests of their own (tests/lgsp_gateway/token)."""
    app = FastAPI()

    @app.post("/oauth2/platform-token")
    async def token(request: Request) -> dict[str, Any]:
        assert request.headers["authorization"].startswith("Basic ")
        issued = int(hall.now.timestamp())
        claims = {"sub": "platform:assistant-staff", "kind": "system", "preferred_username": "", "agency": None}
        given = hall.keys.token("index:read", iat=issued, exp=issued + 600, **claims)
        return {"access_token": given, "token_type": "Bearer", "expires_in": 600}

    return app


@asynccontextmanager
async def opened(hall: Hall, database_url: str, keys: TestKeys, **more: Any) -> AsyncIterator[Study]:
    async with AsyncExitStack() as stack:
        urls = {
            "governance_url": await stack.enter_async_context(served(hall.office.app, lifespan="off")),
            "meetings_url": hall.url,
            "gateway_url": await stack.enter_async_context(served(gateway(hall))),
        }
        bus = hall.office.bus_url
        own = {"database_url": database_url, "redis_url": bus, "bus_url": bus, "platform_secret": "s" * 32}
        app = assistant_staff(settings_of("assistant_staff", **{**own, **urls, "run_background": False, **more}))
        app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE, clock=lambda: app.state.clock())  # noqa: PLW0108 - set anew below
        http = await stack.enter_async_context(client_of(app))
        app.state.clock = lambda: hall.now
        yield Study(app, http, hall)
