"""A platform tells what it is when that changed, with a growing version, however many replicas start."""

import asyncio
from collections.abc import AsyncIterator, Callable

import orjson
import pytest
from sqlalchemy import select

from kit.db import Database
from kit.ml.tables import ModelVersion
from kit.outbox.tables import OutboxEvent
from kit.platform import tell


@pytest.fixture
async def database(make_database: Callable[[str], str]) -> AsyncIterator[Database]:
    database = Database(make_database("monitoring"))
    yield database
    await database.dispose()


async def say(database: Database, *models: str, service: str = "monitoring") -> bool:
    async with database.session() as session:
        return await tell(session, service, models)


async def told(database: Database) -> list[tuple[int, list[str]]]:
    async with database.session() as session:
        bodies = [
            orjson.loads(body) for body in await session.scalars(select(OutboxEvent.body).order_by(OutboxEvent.id))
        ]
    assert all(body["type"] == "monitoring.platform-described.v1" for body in bodies)
    return [(body["aggregateversion"], body["data"]["models"]) for body in bodies]


async def test_replicas_that_start_together_tell_once(database: Database) -> None:
    said = await asyncio.gather(*(say(database, "forecast") for _ in range(5)))
    assert sorted(said) == [False] * 4 + [True]
    assert await told(database) == [(1, [])]


async def test_told_again_when_a_model_comes_or_goes(database: Database) -> None:
    await say(database, "forecast")
    async with database.session() as session:
        facts = {"artifact": b"", "digest": "", "card": {}, "trained_by": "command"}
        session.add(ModelVersion(name="forecast", number=1, better=True, in_use=True, **facts))
    assert [await say(database, "forecast") for _ in range(2)] == [True, False]
    assert await say(database)
    assert await told(database) == [(1, []), (2, ["forecast"]), (3, [])]


async def test_a_service_that_is_none_of_the_seven_tells_nothing(database: Database) -> None:
    assert not await say(database, service="office")
    assert await told(database) == []
