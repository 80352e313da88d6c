"""The registry as its people reach it: over HTTP, with whichever scopes a test gives."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import orjson
from fastapi import FastAPI
from sqlalchemy import select

from kit.app import create_app
from kit.chain.tables import ChainPayload
from kit.outbox.tables import OutboxEvent
from lgsp_gateway.access import api as access
from lgsp_gateway.access import pages as access_pages
from lgsp_gateway.application import api as applications
from lgsp_gateway.application import pages as application_pages
from lgsp_gateway.catalogue import api as services
from lgsp_gateway.catalogue import pages as service_pages
from lgsp_gateway.description import api as descriptions
from lgsp_gateway.description import pages as description_pages
from lgsp_gateway.member import api as members
from lgsp_gateway.member import pages as member_pages
from lgsp_gateway.portal.home import gather
from lgsp_gateway.registry.queries import directory_version
from lgsp_gateway.registry.reach import PROVINCE
from lgsp_gateway.registry.service import same_instance
from lgsp_gateway.search import pages as search_pages
from lgsp_gateway.search.finding import find
from tests.support.running import client_of
from tests.support.settings import settings_of
from tests.support.tokens import TestKeys

API, HOME = "/lgsp-gateway/api/v1", "/lgsp-gateway"
MODULES = (members, applications, services, descriptions, access)
PAGES = (member_pages, application_pages, description_pages, service_pages, access_pages, search_pages)
SCOPES = [
    PROVINCE,
    *(f"{thing}:{deed}" for thing in ("members", "applications", "services", "access") for deed in ("read", "write")),
]
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@dataclass
class Desk:
    app: FastAPI
    http: httpx.AsyncClient
    keys: TestKeys
    now: datetime = NOW
    who: dict[str, Any] = field(default_factory=dict)
    """Claims of whoever calls: `agency`, `scope`."""
    numbers: Any = field(default_factory=lambda: count(10))

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)

    def of(self, agency: str | None, *scopes: str) -> "Desk":
        """The same desk, with somebody of an agency before it."""
        return replace(self, who={"agency": agency, "scope": " ".join(scopes)})

    async def call(self, method: str, path: str, *, scopes: list[str] | None = None, **options: Any) -> httpx.Response:
        issued = int(self.now.timestamp())
        claims = {"iat": issued, "exp": issued + 300} | self.who
        token = self.keys.bearer(*(SCOPES if scopes is None else scopes), **claims)
        headers = token | options.pop("headers", {})
        return await self.http.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.call("GET", API + path, **options)

    async def post(self, path: str, **json: Any) -> httpx.Response:
        return await self.call("POST", API + path, json=json)

    async def put(self, path: str, **json: Any) -> httpx.Response:
        return await self.call("PUT", API + path, json=json)

    async def delete(self, path: str) -> httpx.Response:
        return await self.call("DELETE", API + path)

    async def page(self, path: str, **options: Any) -> httpx.Response:
        headers = {"Accept": "text/html"} | options.pop("headers", {})
        return await self.call(options.pop("method", "GET"), HOME + path, headers=headers, **options)

    async def submit(self, path: str, **fields: Any) -> httpx.Response:
        files = fields.pop("files", None)
        return await self.page(path, method="POST", data=fields, files=files)

    async def made(self, path: str, **json: Any) -> dict[str, Any]:
        answer = await self.post(path, **json)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def member(self, **values: Any) -> dict[str, Any]:
        given = {"member_class": "GOV", "code": f"H02.{next(self.numbers)}", "name": "Sở Nông nghiệp và Môi trường"}
        return await self.made("/members", **given | {"valid_from": "2025-03-01"} | values)

    async def application(self, **values: Any) -> dict[str, Any]:
        if "member_id" not in values:
            values["member_id"] = (await self.member())["id"]
        return await self.made("/applications", **{"code": "dat-dai", "name": "Cơ sở dữ liệu đất đai"} | values)

    async def service(self, **values: Any) -> dict[str, Any]:
        if "application_id" not in values:
            values["application_id"] = (await self.application())["id"]
        endpoints = [{"method": "GET", "template": "/thua-dat/{ma}"}, {"method": "POST", "template": "/thua-dat"}]
        given = {"code": "thua-dat", "name": "Tra cứu thửa đất", "base_url": "http://10.1.2.3:8080/api"}
        return await self.made("/services", **given | {"endpoints": endpoints} | values)

    async def right(self, service: dict[str, Any], application: dict[str, Any], **values: Any) -> dict[str, Any]:
        ground = {"legal_basis": "Nghị định 47/2020/NĐ-CP", "purpose": "Giải quyết thủ tục hành chính"}
        ids = {"service_id": service["id"], "application_id": application["id"], "valid_from": "2026-11-01"}
        return await self.made("/access-rights", **ground | ids | values)

    async def version(self) -> int:
        async with self.app.state.database.session() as session:
            return await directory_version(session)

    async def events(self) -> list[tuple[str, dict[str, Any]]]:
        """(topic, data) of what was emitted, in order."""
        async with self.app.state.database.session() as session:
            rows = (await session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))).all()
        bodies = [orjson.loads(row.body) if isinstance(row.body, str | bytes) else row.body for row in rows]
        return [(row.topic.split(".")[1], body["data"]) for row, body in zip(rows, bodies, strict=True)]

    async def audit(self) -> list[tuple[str, str]]:
        """(kind, object) of the sealed trail, in order."""
        async with self.app.state.database.session() as session:
            rows = await session.scalars(select(ChainPayload).order_by(ChainPayload.record_id))
            return [(row.kind.split(".")[1], row.object) for row in rows]


@asynccontextmanager
async def opened(database_url: str, redis_url: str, keys: TestKeys, **more: Any) -> AsyncIterator[Desk]:
    settings = settings_of("lgsp_gateway", database_url=database_url, redis_url=redis_url, run_background=False, **more)
    routers = [module.router for module in (*MODULES, *PAGES)]
    app = create_app(
        settings,
        package="lgsp_gateway",
        routers=routers,
        lifespans=[same_instance],
        keys=keys,
        search=find,
        home=gather,
    )
    async with client_of(app) as http:
        desk = Desk(app, http, keys)
        app.state.clock = lambda: desk.now
        yield desk
