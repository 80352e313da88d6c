"""A service with models on real servers, and those who may look at them or keep them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from kit.app import create_app
from kit.db import Database
from kit.ml import runs
from kit.ml.served import Served
from kit.ml.tables import ModelTraining
from kit.ml.training import train
from kit.outbox.tables import OutboxEvent
from tests.kit.ml.meetings.models import MODELS
from tests.support.running import client_of
from tests.support.settings import settings_of
from tests.support.tokens import TestKeys

API, PAGE = "/meetings/api/v1/models", "/meetings/models"


@dataclass
class Workshop:
    app: FastAPI
    http: httpx.AsyncClient
    keeper: dict[str, str]
    reader: dict[str, str]
    url: str
    told: list[str] = field(default_factory=list)

    @property
    def database(self) -> Database:
        database: Database = self.app.state.database
        return database

    async def get(self, path: str, **params: Any) -> Any:
        answer = await self.http.get(API + path, params=params, headers=self.keeper)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, **json: Any) -> httpx.Response:
        return await self.http.post(API + path, json=json, headers=self.keeper)

    async def page(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        given = {"Accept": "text/html", **self.keeper, **headers}
        return await self.http.request(method, PAGE + path, headers=given)

    async def train(self, name: str, *, promotes: bool = False) -> ModelTraining:
        """Here and now; how it is done elsewhere has tests of its own."""
        async with self.database.session() as session:
            asked = await runs.ask(session, name, by="0198a000-0000-7000-8000-000000000001")
            asked.promotes = promotes
        await train(self.database, MODELS, name, asked.id)
        return await self.training(asked.id)

    async def training(self, training_id: UUID) -> ModelTraining:
        async with self.database.session() as session:
            return await session.get_one(ModelTraining, training_id)

    async def look(self) -> None:
        """What every process does each two seconds."""
        await self.app.state.models.look(self.database)

    async def events(self) -> list[dict[str, Any]]:
        async with self.database.session() as session:
            bodies = await session.scalars(select(OutboxEvent.body).order_by(OutboxEvent.id))
            return [httpx.Response(200, text=body).json() for body in bodies]


@asynccontextmanager
async def open_workshop(url: str, valkey_url: str, keys: TestKeys, **settings: Any) -> AsyncIterator[Workshop]:
    given = settings_of(
        "monitoring", service="meetings", database_url=url, redis_url=valkey_url, bus_url=valkey_url, **settings
    )
    app = create_app(given, package="tests.kit.ml.meetings", keys=keys, models=Served(MODELS))
    async with client_of(app) as http:
        keeper, reader = keys.bearer("models:read", "models:write"), keys.bearer("models:read")
        yield Workshop(app, http, keeper, reader, url)


@pytest.fixture
async def workshop(make_database: Callable[[str], str], valkey_url: str, keys: TestKeys) -> AsyncIterator[Workshop]:
    """Nothing goes on by itself."""
    async with open_workshop(make_database("monitoring"), valkey_url, keys, run_background=False) as workshop:
        yield workshop


@pytest.fixture
def workshop_at(valkey_url: str, keys: TestKeys) -> Callable[..., Any]:
    return lambda url, **settings: open_workshop(url, valkey_url, keys, **settings)
