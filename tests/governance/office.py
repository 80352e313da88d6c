"""governance as its people reach it: over HTTP, each with an account and positions of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
from fastapi import FastAPI
from sqlalchemy import select

from governance.main import app as governance
from governance.organisation.tables import Agency, Delegation, Person, Position, Unit
from kit.auth import Bearer
from kit.events import new_id
from kit.outbox.tables import OutboxEvent
from kit.text import fold, sort_key
from lgsp_gateway.account.roles import scopes_of
from tests.support.doors import Doors
from tests.support.running import client_of
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

API, HOME = "/governance/api/v1", "/governance"
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""Monday morning, 08:30 in Bắc Giang."""
SINCE = date(2025, 7, 1)
AGENCIES = {
    "H02": "Ủy ban nhân dân tỉnh",
    "H02.01": "Văn phòng Ủy ban nhân dân tỉnh",
    "H02.14": "Sở Khoa học và Công nghệ",
    "H02.21": "Sở Nông nghiệp và Môi trường",
}


@dataclass(frozen=True)
class Place:
    """A position to give: `Place("H02.14", "head", unit=division.id)`."""

    agency: str
    kind: str = "staff"
    unit: UUID | None = None
    title: str = ""
    valid_from: date = SINCE
    valid_to: date | None = None


@dataclass
class Desk(Doors):
    """What one person, or nobody of the directory, does through the doors of governance."""

    service = "governance"

    office: "Office"
    account: UUID
    claims: dict[str, Any]
    person: Person | None = None

    @property
    def id(self) -> UUID:
        assert self.person is not None
        return self.person.id

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        issued = int(self.office.now.timestamp())
        token = self.office.keys.bearer(sub=str(self.account), iat=issued, exp=issued + 300, **self.claims)
        headers = token | options.pop("headers", {})
        return await self.office.http.request(method, path, headers=headers, **options)


@dataclass
class Office:
    app: FastAPI
    http: httpx.AsyncClient
    keys: TestKeys
    now: datetime = NOW
    bus_url: str = ""
    units: dict[tuple[str, str], Unit] = field(default_factory=dict)
    held: list[Any] | None = None

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)

    async def add(self, *rows: Any) -> None:
        if self.held is not None:
            self.held += rows
            return
        async with self.app.state.database.session() as session:
            for _, some in groupby(rows, type):
                session.add_all(some)
                await session.flush()

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[None]:
        """What is added meanwhile is written at the end, in one transaction: a scene has a dozen of them."""
        rows: list[Any] = []
        self.held = rows
        yield
        self.held = None
        await self.add(*rows)

    async def agency(self, code: str, name: str, **dates: date | None) -> Agency:
        given = {"valid_from": date(2020, 1, 1), "valid_to": None, **dates}
        row = Agency(member_id=new_id(), code=code, name=name, **searchable(name), version=1, **given)
        await self.add(row)
        return row

    async def unit(self, agency: str, code: str, name: str = "", **more: Any) -> Unit:
        name = name or f"Phòng {code}"
        unit = Unit(
            id=new_id(), agency=agency, code=code, name=name, **searchable(name), **{"valid_from": SINCE, **more}
        )
        await self.add(unit)
        self.units[agency, code] = unit
        return unit

    async def person(self, username: str, name: str, *places: Place, role: str = "official", **claims: Any) -> Desk:
        """Somebody with these positions and an account of `role`, who has not signed in yet."""
        row = Person(id=new_id(), username=username, name=name, email=f"{username}@example.vn", **searchable(name))
        row.positions = [position(place) for place in places]
        await self.add(row)
        agency = places[0].agency if places else None
        return self.desk(username, name, role=role, person=row, **{"agency": agency, **claims})

    def desk(self, username: str, name: str = "", *, role: str = "official", **more: Any) -> Desk:
        """An account; a person of the directory stands behind it if the username is somebody's."""
        person, account = more.pop("person", None), more.pop("account", None) or uuid4()
        scope = " ".join(sorted(scopes_of([role])))
        claims = {"preferred_username": username, "name": name or username, "roles": [role], "scope": scope, **more}
        return Desk(self, account, claims, person)

    async def delegate(self, lender: Desk, to: Desk, first: date, last: date) -> Delegation:
        """The first position of `lender`, from `first` to before `last`."""
        assert lender.person is not None
        place = lender.person.positions[0].id
        row = Delegation(position_id=place, person_id=to.id, valid_from=first, valid_to=last)
        await self.add(row)
        return row

    async def events(self) -> list[tuple[str, dict[str, Any]]]:
        """(topic, data) of what was emitted, in order."""
        async with self.app.state.database.session() as session:
            rows = (await session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))).all()
        bodies = [orjson.loads(row.body) if isinstance(row.body, str | bytes) else row.body for row in rows]
        return [(row.topic.split(".")[1], body["data"]) for row, body in zip(rows, bodies, strict=True)]


def searchable(name: str) -> dict[str, str]:
    return {"name_folded": fold(name), "sort_key": sort_key(name)}


def position(place: Place) -> Position:
    return Position(
        agency=place.agency,
        unit_id=place.unit,
        kind=place.kind,
        title=place.title or place.kind,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
    )


@asynccontextmanager
async def opened(database_url: str, redis_url: str, keys: TestKeys, **more: Any) -> AsyncIterator[Office]:
    """On an empty database but for AGENCIES; `run_background=True` listens to the bus and runs the jobs too."""
    urls = {"database_url": database_url, "redis_url": redis_url, "bus_url": redis_url}
    app = governance(settings_of("governance", **urls, **{"run_background": False, **more}))
    app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE, clock=lambda: app.state.clock())  # noqa: PLW0108 - set anew below
    async with client_of(app) as http:
        office = Office(app, http, keys, bus_url=redis_url)
        app.state.clock = lambda: office.now
        async with office.at_once():
            for code, name in AGENCIES.items():
                await office.agency(code, name)
        yield office
