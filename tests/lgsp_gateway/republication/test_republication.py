"""A service that starts empty, after the bus forgot everything, gets to know what the registry holds."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import orjson
import pytest
from sqlalchemy import delete, func, select

from kit.bus import connect
from kit.consumer import Consumer, Reading
from kit.contracts.lgsp_gateway import ApplicationChanged
from kit.db import Database
from kit.outbox import Relay, emit
from kit.outbox.tables import OutboxEvent
from lgsp_gateway.portal.consumers import consumer as portal
from lgsp_gateway.portal.tables import FeedItem
from lgsp_gateway.republication import service as republication
from monitoring.traffic.consumers import consumer as monitoring
from monitoring.traffic.tables import Party
from tests.kit.bus.stage import until
from tests.lgsp_gateway.registry.desk import Desk

APPLICATION = "VN/GOV/H02.10/dat-dai"


@pytest.fixture
async def registry(desk: Desk) -> Database:
    """One of each, changed since, with a right that was revoked; of its events nothing is left anywhere."""
    service = await desk.service()
    application = (await desk.get(f"/applications/{service['application_id']}")).json()
    client = await desk.application(code="mot-cua", name="Một cửa điện tử")
    right = await desk.right(service, client)
    await desk.post(f"/access-rights/{right['id']}/revocation", version=1, reason="Hết nhu cầu")
    changed = {name: application[name] for name in ("active", "rate_limit", "burst", "version")}
    answer = await desk.put(f"/applications/{application['id']}", name="Đất đai quốc gia", **changed)
    assert answer.status_code == 200, answer.text
    database: Database = desk.app.state.database
    async with database.session() as session:
        await session.execute(delete(OutboxEvent))
    return database


@asynccontextmanager
async def running(bus_url: str, source: Database, *readers: tuple[Database, Consumer]) -> AsyncIterator[None]:
    bus = connect(bus_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bus.close)
        await stack.enter_async_context(Relay(source, bus, "lgsp-gateway").running())
        for database, consumer in readers:
            await stack.enter_async_context(Reading(database, bus, consumer).running())
        yield


@asynccontextmanager
async def empty(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    yield database
    await database.dispose()


async def names(database: Database) -> dict[str, tuple[str, int]]:
    async with database.session() as session:
        return {one.identifier: (one.name, one.version) for one in await session.scalars(select(Party))}


async def command(database: Database, *kinds: str) -> tuple[int, str]:
    url = database.engine.url.render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "lgsp_gateway.republication", *kinds, env={**os.environ, "DATABASE_URL": url},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_whoever_starts_empty_learns_the_present_state(
    registry: Database, make_database: Callable[[str], str], valkey_url: str
) -> None:
    async with empty(make_database("monitoring")) as newcomer:
        readers = (newcomer, monitoring), (registry, portal)
        async with running(valkey_url, registry, *readers):
            assert await command(registry) == (0, "members: 2\napplications: 2\nservices: 1\naccess-rights: 1\n")

            async def known() -> bool:
                return len(await names(newcomer)) == 3

            await until(known)
            present = await names(newcomer)
            assert present[APPLICATION] == ("Đất đai quốc gia", 2)
            async with registry.session() as session:
                old = ApplicationChanged.model_validate((await _facts(registry)) | {"name": "Cũ"})
                await emit(session, old, version=1)
            await command(registry, "services")

            async def quiet() -> bool:
                async with registry.session() as session:
                    waiting = select(func.count()).where(OutboxEvent.published_at.is_(None))
                    told = await session.scalar(select(func.count()).select_from(FeedItem))
                    return await session.scalar(waiting) == 0 and told == 1

            await until(quiet)
            assert await names(newcomer) == present
        async with registry.session() as session:
            assert [one.values["name"] for one in await session.scalars(select(FeedItem))] == ["Cũ"]


async def _facts(registry: Database) -> dict[str, object]:
    async with registry.session() as session:
        bodies = select(OutboxEvent.body).where(OutboxEvent.topic == ApplicationChanged.topic)
        for body in await session.scalars(bodies):
            data: dict[str, object] = orjson.loads(body)["data"]
            if data["identifier"] == APPLICATION:
                return data
    raise AssertionError("the application was not told")


async def test_batches_are_bounded_and_leave_nothing_out(
    registry: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(republication, "BATCH", 2)
    for number in range(3):
        await desk.member(name=f"Xã số {number}")
    async with registry.session() as session:
        await session.execute(delete(OutboxEvent))
    assert [found async for found in republication.republish(registry, "members")] == [2, 2, 1]
    told = await desk.events()
    assert {topic for topic, _ in told} == {"member-changed"}
    assert len({data["code"] for _, data in told}) == 5


async def test_a_revoked_right_is_told_as_revoked(registry: Database, desk: Desk) -> None:
    assert [found async for found in republication.republish(registry, "access-rights")] == [1]
    ((topic, data),) = await desk.events()
    assert (topic, data["reason"]) == ("access-revoked", "Hết nhu cầu")


async def test_a_kind_that_is_not_there_is_named(registry: Database) -> None:
    status, said = await command(registry, "nguoi-dung")
    assert status == 2
    assert "members, applications, services, access-rights" in said
