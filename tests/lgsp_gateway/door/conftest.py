"""The whole gateway on a real socket, a platform on another behind it, and a browser that is signed in."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import randrange
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.applications import Starlette

from kit.clock import utc
from kit.text import fold
from lgsp_gateway.account import service as accounts
from lgsp_gateway.account.schemas import AccountCreate
from lgsp_gateway.main import app as gateway_app
from lgsp_gateway.session import service as sessions
from tests.lgsp_gateway.door.platform import platform
from tests.support.running import served
from tests.support.settings import settings_of

CSRF = "mã-thử".encode().hex()
PROTOCOL = "kit.protocol:Protocol"
"""As in production, on both sides of the door."""


@dataclass
class Door:
    app: FastAPI
    url: str
    inner_url: str
    behind: Starlette
    http: httpx.AsyncClient
    cookies: dict[str, str] = field(default_factory=dict)

    async def sign_in(self, *roles: str, name: str = "Nguyễn Thị Hường") -> None:
        """As a browser stands after signing in; how it got there is tested with the sessions."""
        state = self.app.state
        async with state.database.session() as session:
            data = AccountCreate(username=fold(name).replace(" ", "."), name=name, roles=list(roles or ["official"]))
            account = await accounts.create_external(session, "test", data, utc())
            _, token = await sessions.begin(session, account, state.settings, method="oidc", browser="thử", now=utc())
        self.cookies = {"session": token, "csrf": CSRF}

    async def ask(self, path: str, method: str = "GET", **options: Any) -> httpx.Response:
        line = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = httpx.Headers(options.pop("headers", {}))
        if line and "cookie" not in given:
            given["cookie"] = line
        return await self.http.request(method, self.url + path, headers=given, **options)


def free_port() -> int:
    """Below those that outgoing connections are given, one of which might take it before it is listened on."""
    while True:
        port = randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@asynccontextmanager
async def opened(database_url: str, redis_url: str, **more: Any) -> AsyncIterator[Door]:
    behind = platform()
    inner = free_port()
    async with (
        served(behind, http=PROTOCOL) as platform_url,
        httpx.AsyncClient(timeout=20) as http,
        AsyncExitStack() as stack,
    ):
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = settings_of(
            "lgsp_gateway",
            database_url=database_url,
            redis_url=redis_url,
            bus_url=redis_url,
            origin=origin,
            internal_port=inner,
            platform_urls={"monitoring": platform_url, "lgsp-gateway": origin, **more.pop("platform_urls", {})},
            **{"run_background": False, **more},
        )
        app = gateway_app(settings)
        async with served(app, listener, http=PROTOCOL, proxy_headers=False):
            yield Door(app, origin, f"http://127.0.0.1:{inner}", behind, http)
            behind.state.seen.let_go.set()


@pytest.fixture
def database_url(make_database: Callable[[str], str]) -> str:
    return make_database("lgsp_gateway")


@pytest.fixture
async def door(database_url: str, valkey_url: str) -> AsyncIterator[Door]:
    async with opened(database_url, valkey_url, answer_seconds=1.0, door_body_bytes=60 << 20) as started:
        yield started
