"""The whole gateway at a moment that tests move, browsers in front of it, and systems that ask for tokens."""

import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import orjson
import pyotp
from fastapi import FastAPI
from joserfc.jwk import ECKey, KeySet
from sqlalchemy import select, update

from kit.auth import Caller
from kit.chain.tables import ChainPayload
from kit.db import Database
from kit.mail.tables import Mail
from lgsp_gateway.account import service as accounts
from lgsp_gateway.account.hashing import hashed
from lgsp_gateway.account.schemas import AccountCreate
from lgsp_gateway.account.tables import Account
from lgsp_gateway.application import credentials
from lgsp_gateway.application import service as applications
from lgsp_gateway.application.schemas import ApplicationCreate, CredentialCreate
from lgsp_gateway.main import app as gateway_app
from lgsp_gateway.member import service as members
from lgsp_gateway.member.schemas import MemberCreate
from lgsp_gateway.registry.reach import PROVINCE
from lgsp_gateway.token.authority import Authority
from tests.support.running import client_of
from tests.support.settings import settings_of

REGISTRAR = Caller("registrar", "official", scopes=frozenset({PROVINCE}))
PASSWORD = "Mưa rơi trên sông Thương"
SECRET = re.compile(r"<code>([A-Z2-7]{32})</code>")
numbers = count(1)
_hashes: dict[str, str] = {}


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 1, 30, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True)
class System:
    """A provincial system and its ways to prove who it is."""

    application_id: UUID
    credential_id: UUID
    client_id: str
    secret: str = ""
    key: ECKey | None = None

    @property
    def basic(self) -> dict[str, str]:
        pair = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}


class Browser:
    """Keeps cookies, sends the CSRF token along, follows no redirect by itself."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path, headers={"Accept": "text/html"})

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        if "csrf" not in self.http.cookies:
            await self.get("/sign-in")
        fields["csrf_token"] = self.http.cookies["csrf"]
        return await self.http.post(path, data=fields, headers={"Accept": "text/html"})

    async def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        return await self.post("/sign-in", username=username, password=password, **more)

    async def sign_in_fully(self, username: str, clock: "Clock", password: str = PASSWORD) -> str:
        """Also through the enrolment of a second factor, where a role needs one; its secret."""
        answer = await self.sign_in(username, password)
        assert answer.status_code == 303, answer.text
        if answer.headers["location"] != "/sign-in/enrol":
            return ""
        secret = SECRET.search((await self.get("/sign-in/enrol")).text)
        assert secret
        answer = await self.post("/sign-in/enrol", code=code_of(secret[1], clock))
        assert answer.status_code == 200, answer.text
        return secret[1]

    async def is_signed_in(self) -> bool:
        return (await self.get("/account")).status_code == 200


@dataclass
class Gateway:
    app: FastAPI
    http: httpx.AsyncClient
    clock: Clock

    @property
    def database(self) -> Database:
        database: Database = self.app.state.database
        return database

    @property
    def authority(self) -> Authority:
        authority: Authority = self.app.state.authority
        return authority

    @asynccontextmanager
    async def browser(self, address: str = "10.1.2.3") -> AsyncIterator[Browser]:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
            yield Browser(http)

    async def person(self, username: str, *roles: str, password: str = PASSWORD, **facts: Any) -> Account:
        """An account whose owner has chosen a password."""
        async with self.database.session() as session:
            facts = {"name": "Nguyễn Thị Hường", "roles": list(roles) or ["official"], **facts}
            data = AccountCreate(username=username, **facts)
            account = await accounts.create_external(session, "test", data, self.clock())
            chosen = {"password_hash": await _hash_of(password), "password_changed_at": self.clock()}
            await session.execute(update(Account).where(Account.id == account.id).values(chosen))
        return account

    async def token(self, system: System, **form: str) -> httpx.Response:
        return await self.post("/oauth2/token", system, grant_type="client_credentials", **form)

    async def post(self, path: str, system: System, **form: str) -> httpx.Response:
        return await self.http.post(path, data=form, headers=system.basic)

    async def register(self, code: str = "mot-cua", key: ECKey | None = None) -> System:
        async with self.database.session() as session:
            data = MemberCreate(
                member_class="GOV", code=f"H02.{next(numbers)}", name="Sở Nội vụ", valid_from=date(2020, 1, 1)
            )
            member = await members.register(session, REGISTRAR, data)
            wanted = ApplicationCreate(member_id=member.id, code=code, name="Một cửa điện tử")
            application = await applications.register(session, REGISTRAR, wanted)
        return await self.credential(application.id, key)

    async def credential(self, application_id: UUID, key: ECKey | None = None) -> System:
        kind = {"kind": "private_key_jwt", "public_keys": public(key)} if key else {"kind": "client_secret"}
        async with self.database.session() as session:
            made, secret = await credentials.issue(
                session, REGISTRAR, application_id, CredentialCreate(label="chính", **kind), self.clock()
            )
        return System(application_id, made.id, made.client_id, secret or "", key)

    async def trail(self, kind: str) -> list[ChainPayload]:
        async with self.database.session() as session:
            query = select(ChainPayload).where(ChainPayload.kind == f"identity.{kind}")
            return list(await session.scalars(query.order_by(ChainPayload.record_id)))

    async def mails(self) -> list[Mail]:
        async with self.database.session() as session:
            return list(await session.scalars(select(Mail).order_by(Mail.id)))


async def _hash_of(password: str) -> str:
    """Made once: it is meant to be dear."""
    if password not in _hashes:
        _hashes[password] = await hashed(password)
    return _hashes[password]


def public(key: ECKey) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(orjson.dumps(KeySet([key]).as_dict(private=False)))
    return document


def code_of(secret: str, clock: Clock) -> str:
    return pyotp.TOTP(secret).at(clock())


@asynccontextmanager
async def running(database_url: str, redis_url: str, clock: Clock, **more: Any) -> AsyncIterator[Gateway]:
    settings = settings_of(
        "lgsp_gateway", database_url=database_url, redis_url=redis_url, bus_url=redis_url, run_background=False, **more
    )
    app = gateway_app(settings)
    app.state.clock = clock
    async with client_of(app) as http:
        yield Gateway(app, http, clock)
