"""The gateway with its relay, consumer and jobs at work, and browsers that listen to it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import orjson
import pytest

from kit.contracts.lgsp_gateway import MemberRegistered
from kit.events import Event
from kit.outbox import emit
from tests.lgsp_gateway.door.conftest import Door, opened


@dataclass(frozen=True)
class Told:
    place: int
    topic: str
    data: dict[str, object]


@pytest.fixture
def database_url(make_database: Callable[[str], str]) -> str:
    return make_database("lgsp_gateway")


@pytest.fixture
async def portal(database_url: str, valkey_url: str) -> AsyncIterator[Door]:
    async with opened(database_url, valkey_url, run_background=True) as started:
        await started.sign_in("registrar")
        yield started


@asynccontextmanager
async def lines_of(portal: Door, last_seen: int | None = None) -> AsyncIterator[AsyncIterator[str]]:
    """What arrives over /events, line by line, once the stream stands."""
    cookie = "; ".join(f"{name}={value}" for name, value in portal.cookies.items())
    headers = {"Cookie": cookie} | ({"Last-Event-ID": str(last_seen)} if last_seen is not None else {})
    async with asyncio.timeout(15), portal.http.stream("GET", f"{portal.url}/events", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.aiter_lines()
        assert await anext(lines) == "retry: 2000"
        yield lines


@asynccontextmanager
async def listening(portal: Door, last_seen: int | None = None) -> AsyncIterator[AsyncIterator[Told]]:
    async with lines_of(portal, last_seen) as lines:
        yield _told(lines)


async def _told(lines: AsyncIterator[str]) -> AsyncIterator[Told]:
    fields: dict[str, str] = {}
    async for line in lines:
        name, _, value = line.partition(": ")
        if name:
            fields[name] = value
        elif "data" in fields:
            yield Told(int(fields["id"]), fields["event"], orjson.loads(fields["data"]))
            fields = {}


def registered(name: str, number: UUID | None = None) -> MemberRegistered:
    return MemberRegistered(
        member_id=number or uuid4(), member_class="GOV", code="H02.05", name=name, valid_from=date(2020, 1, 1)
    )


async def happen(portal: Door, *events: Event) -> None:
    async with portal.app.state.database.session() as session:
        await emit(session, *events)
