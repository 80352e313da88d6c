"""assistant_citizen as people reach it: citizens without an account, and those who keep its knowledge or answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from assistant_citizen.main import app as assistant_citizen
from kit.auth import Bearer
from tests.support.doors import Doors
from tests.support.running import client_of
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

API, HOME = "/assistant-citizen/api/v1", "/assistant-citizen"
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""Monday morning, 08:30 in Bắc Giang."""
KEEPING = ("knowledge:read", "knowledge:write")
ANSWERING = ("knowledge:read", "conversations:answer")


@dataclass
class Client(Doors):
    """Somebody at the doors of the service; without scopes a citizen, who has no account."""

    service = "assistant-citizen"

    assistant: "Assistant"
    scopes: tuple[str, ...] = ()
    subject: UUID | None = None

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = dict(options.pop("headers", {}))
        if self.scopes:
            issued = int(self.assistant.now.timestamp())
            claims = {"sub": str(self.subject), "iat": issued, "exp": issued + 300, "agency": "H02.01"}
            headers = self.assistant.keys.bearer(*self.scopes, **claims) | headers
        return await self.assistant.http.request(method, path, headers=headers, **options)


@dataclass
class Assistant:
    """`public`: a citizen; `keeper` keeps the knowledge; `operator` answers in person."""

    app: FastAPI
    http: httpx.AsyncClient
    keys: TestKeys
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.public = Client(self)
        self.keeper, self.operator = self.desk(*KEEPING), self.desk(*ANSWERING)

    def desk(self, *scopes: str) -> Client:
        """An account with these scopes."""
        return Client(self, scopes, uuid4())

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)

    async def add(self, *rows: Any) -> None:
        async with self.app.state.database.session() as session:
            session.add_all(rows)


@asynccontextmanager
async def opened(database_url: str, redis_url: str, keys: TestKeys, **more: Any) -> AsyncIterator[Assistant]:
    """On an empty database; `run_background=True` runs the jobs and listens to the bus too."""
    urls = {"database_url": database_url, "redis_url": redis_url, "bus_url": redis_url}
    app = assistant_citizen(settings_of("assistant_citizen", **{**urls, "run_background": False, **more}))
    app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE, clock=lambda: app.state.clock())  # noqa: PLW0108 - set anew below
    async with client_of(app) as http:
        assistant = Assistant(app, http, keys)
        app.state.clock = lambda: assistant.now
        yield assistant
