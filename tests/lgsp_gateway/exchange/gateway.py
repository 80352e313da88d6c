"""The gateway as tests of the exchange reach it: over a real server, with a registered province behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx
import orjson
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from kit.app import create_app
from kit.chain.tables import ChainPayload
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue.tables import Endpoint, Service
from lgsp_gateway.exchange.door import ExchangeDoor
from lgsp_gateway.exchange.running import open_exchange, refresh
from lgsp_gateway.member.tables import Member, MemberAlias
from lgsp_gateway.registry.tables import DirectoryVersion
from lgsp_gateway.token.authority import Authority
from tests.support.running import served
from tests.support.settings import settings_of

CLIENT = "VN/GOV/H02.05/mot-cua"
PATH = "/r1/VN/GOV/H02.01/dan-cu/tra-cuu"
TERMS = {
    "timeout_ms": 2_000,
    "max_request_bytes": 1 << 20,
    "max_response_bytes": 400 << 20,
    "rate_limit": 100_000,
    "burst": 100_000,
    "retention_days": 730,
}
TEMPLATES = {
    "GET": ["/", "/nguoi/{id}", "/nguoi/{id}/ho-so", "/tim", "/danh sách"],
    "HEAD": ["/tim"],
    "POST": ["/nguoi", "/tim"],
    "PUT": ["/nguoi/{id}"],
}


@dataclass
class Gateway:
    app: FastAPI
    url: str
    http: httpx.AsyncClient
    ids: dict[str, Any] = field(default_factory=dict)

    def token(self, code: str = "mot-cua", **claims: Any) -> str:
        given = {"client_id": code, "name": "Một cửa", "agency": "H02.05", "scopes": ["exchange:call"], **claims}
        given.setdefault("now", clock.utc())
        made: str = self.app.state.authority.minter.for_system(application_id=str(self.ids[code]), **given).token
        return made

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token()}", "X-Road-Client": CLIENT, **more}

    async def call(self, path: str = "/tim", method: str = "GET", **options: Any) -> httpx.Response:
        options["headers"] = self.headers() | options.get("headers", {})
        return await self.http.request(method, self.url + PATH + path, **options)

    async def change(self, *statements: Any) -> None:
        """Change the registry, and let the exchange hear of it."""
        async with self.app.state.database.session() as session:
            for statement in statements:
                await session.execute(statement)
            await session.execute(update(DirectoryVersion).values(version=DirectoryVersion.version + 1))
        await refresh(self.app)

    async def service(self, **values: Any) -> None:
        await self.change(update(Service).where(Service.code == "tra-cuu").values(**values))

    async def records(self) -> list[dict[str, Any]]:
        """What evidence holds, in the order of writing."""
        async with self.app.state.database.session() as session:
            rows = await session.scalars(select(ChainPayload).order_by(ChainPayload.record_id))
            return [_told(row) for row in rows if row.kind.startswith("exchange")]

    async def record(self) -> dict[str, Any]:
        (only,) = await self.records()
        return only


def _told(row: ChainPayload) -> dict[str, Any]:
    body = row.body if isinstance(row.body, dict) else orjson.loads(row.body)
    return {"id": str(row.record_id), "actor": row.actor, "object": row.object, "outcome": row.outcome, **body}


@asynccontextmanager
async def running(database_url: str, redis_url: str, provider_url: str, **more: Any) -> AsyncIterator[Gateway]:
    settings = settings_of("lgsp_gateway", database_url=database_url, redis_url=redis_url, run_background=False, **more)
    authority = Authority(settings)
    app = create_app(
        settings, package="lgsp_gateway", lifespans=[authority.running, open_exchange], keys=authority.ring
    )
    ExchangeDoor.stand_before(app)
    async with served(app, http="kit.protocol:Protocol") as url, httpx.AsyncClient(timeout=30) as http:
        gateway = Gateway(app, url, http)
        async with app.state.database.session() as session:
            gateway.ids = await add_province(session, provider_url)
        await gateway.change()
        yield gateway


async def add_province(session: AsyncSession, provider_url: str) -> dict[str, Any]:
    """Three applications, and a service of the second that the first may call; their ids by code."""
    applications = {}
    for member, code, name in (("H02.05", "mot-cua", "Một cửa"), ("H02.01", "dan-cu", "Dân cư"),
                               ("H02.07", "la", "Ứng dụng lạ")):  # fmt: skip
        application = Application(member=_member(member), code=code, active=True, **_named(name), **RATES)
        session.add(application)
        applications[code] = application
    service = Service(application=applications["dan-cu"], code="tra-cuu", kind="rest", base_url=provider_url,
                      enabled=True, notice="", endpoints=_endpoints(), **_named("Tra cứu"), **TERMS)  # fmt: skip
    session.add(service)
    await session.flush()
    session.add(grant(service.id, applications["mot-cua"].id))
    return {code: application.id for code, application in applications.items()} | {"service": service.id}


RATES = {"rate_limit": 100_000, "burst": 100_000}


def _named(name: str) -> dict[str, str]:
    return {"name": name, "name_folded": name.lower(), "sort_key": name}


def _member(code: str) -> Member:
    aliases = [MemberAlias(alias=f"000.00.{code[4:]}.H02")]
    return Member(
        member_class="GOV", code=code, valid_from=date(2020, 1, 1), valid_to=None, aliases=aliases, **_named(code)
    )


def _endpoints() -> list[Endpoint]:
    return [
        Endpoint(method=method, template=template, shape=template, imported=False)
        for method, templates in TEMPLATES.items()
        for template in templates
    ]


def grant(service_id: Any, application_id: Any, endpoint_id: Any = None, **more: Any) -> AccessRight:
    values = {"valid_from": clock.utc().date() - timedelta(days=9), "valid_to": None, "granted_by": "người cấp"} | more
    template = "" if endpoint_id is None else "/"
    return AccessRight(
        service_id=service_id, application_id=application_id, endpoint_id=endpoint_id, template=template,
        legal_basis="Nghị định 47/2020/NĐ-CP", purpose="Giải quyết thủ tục hành chính", **values,
    )  # fmt: skip
