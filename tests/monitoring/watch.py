"""monitoring as its people and the bus reach it in tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import httpx
from fastapi import FastAPI

from kit.auth import Bearer
from kit.bus import Message, connect
from kit.contracts.lgsp_gateway import MemberRegistered
from kit.events import Envelope, Event
from kit.jobs.runner import run_if_due
from monitoring.background import JOBS
from monitoring.main import app as monitoring
from tests.support.running import client_of
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

SCIENCE, HEALTH, CULTURE = "H02.07", "H02.10", "H02.08"
AGENCIES = {SCIENCE: "Sở Khoa học và Công nghệ", HEALTH: "Sở Y tế", CULTURE: "Sở Văn hóa, Thể thao và Du lịch"}
READING = ("indicators:read",)
REPORTING = (*READING, "observations:write")
SUPERVISING = (*REPORTING, "indicators:write", "monitoring:province")
API = "/monitoring/api/v1"
SECONDS_TO_ARRIVE = 60  # nothing waits so long but on a busy machine
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


class Watch:
    """An HTTP client as a supervisor, and others by `as_`; the test plays the gateway on the bus."""

    def __init__(self, app: FastAPI, http: httpx.AsyncClient, bus_url: str, keys: TestKeys) -> None:
        self.app, self.http = app, http
        self._bus_url, self._keys = bus_url, keys

    def as_(self, *scopes: str, agency: str | None = SCIENCE, **claims: Any) -> dict[str, str]:
        """Headers of somebody else."""
        return self._keys.bearer(*scopes, agency=agency, **claims)

    async def tell(self, *events: Event, version: int = 1) -> None:
        bus = connect(self._bus_url)
        envelopes = [Envelope.of(event, version=version) for event in events]
        await bus.publish([Message(one.type, one.subject, one.to_json().encode()) for one in envelopes])
        await bus.close()

    async def know_agencies(self) -> None:
        await self.tell(*[agency(code, name) for code, name in AGENCIES.items()])
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            while await self._known() < len(AGENCIES):
                await asyncio.sleep(0.02)

    async def _known(self) -> int:
        async with self.app.state.database.engine.connect() as connection:
            return int((await connection.exec_driver_sql("SELECT count(*) FROM reporting_agency")).scalar_one())

    async def decide(self, code: str, version: int | None = None, **values: Any) -> httpx.Response:
        if version is None:
            version = (await self.http.get(f"{API}/indicators/{code}/decision")).json()["version"]
        data = {"version": version, "reason": "họp giao ban", **values}
        return await self.http.put(f"{API}/indicators/{code}/decision", json=data)

    async def report(
        self, code: str, period: str, headers: dict[str, str] | None = None, **values: Any
    ) -> httpx.Response:
        data = {"code": code, "period": period, **values}
        return await self.http.post(f"{API}/observations", json=data, headers=headers)

    async def standing(self, code: str) -> dict[str, Any]:
        answer = await self.http.get(f"{API}/indicators/{code}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def until(self, code: str, **wanted: Any) -> dict[str, Any]:
        """The standing of an indicator once it is as wanted."""
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            while True:
                found = await self.standing(code)
                if all(found[name] == value for name, value in wanted.items()):
                    return found
                await asyncio.sleep(0.02)


def agency(code: str, name: str) -> MemberRegistered:
    facts = {"member_id": uuid5(NAMESPACE_OID, code), "member_class": "GOV", "code": code, "name": name}
    return MemberRegistered(**facts, valid_from=date(2022, 5, 12))


async def started(database_url: str) -> None:
    """What a first start does, and each job when it has never run: the same in every test, and a third of a second."""
    app = monitoring(settings_of("monitoring", database_url=database_url, run_background=False))
    app.state.clock = lambda: NOW
    async with app.router.lifespan_context(app):
        for job in JOBS:
            await run_if_due(app, job)


@asynccontextmanager
async def watching(
    database_url: str, valkey_url: str, keys: TestKeys, files: Path, **settings: Any
) -> AsyncIterator[Watch]:
    urls = {
        "database_url": database_url,
        "redis_url": valkey_url,
        "bus_url": valkey_url,
        "files_url": f"file://{files}",
    }
    app = monitoring(settings_of("monitoring", **urls, **settings))
    app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
    app.state.clock = lambda: NOW
    async with client_of(app, headers=keys.bearer(*SUPERVISING, agency=SCIENCE)) as http:
        yield Watch(app, http, valkey_url, keys)
