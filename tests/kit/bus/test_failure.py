"""Events that cannot be handled are put aside; what is merely down is waited for."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError

from kit.bus import Message
from kit.consumer.failure import is_outage
from kit.consumer.projection import project
from kit.db import Base
from kit.errors import Conflict, StaleEdit, Unavailable
from kit.lock import holding
from kit.worker import Worker
from monitoring.traffic.tables import Party
from tests.kit.bus.stage import Stage, fold, until


def failing(error: Callable[[], Exception], numbers: set[int], tried: list[int]) -> Any:
    """A handler that cannot do some numbers for as long as they are in the set."""

    async def handle(session: Any, events: Any) -> None:
        for received in events:
            tried.append(received.event.number)
            if received.event.number in numbers:
                raise error()
        await fold(session, events)

    return handle


def letters_are(stage: Stage, number: int, status: str = "waiting") -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return await stage.count(f"dead_letter WHERE status = '{status}'") == number

    return reached


async def test_one_bad_event_among_many_is_put_aside_after_five_tries(stage: Stage) -> None:
    tried: list[int] = []
    stage.consumer.on(stage.event)(failing(ZeroDivisionError, {7}, tried))
    await stage.emit(*[("Bộ phận một cửa", number) for number in range(20)])
    async with stage.running():
        effects = await stage.until_effects(19)
        await until(letters_are(stage, 1))
    assert [number for _, number in effects] == [number for number in range(20) if number != 7]
    ((topic, code, place, tries),) = await stage.rows("SELECT topic, code, place, tries FROM dead_letter")
    assert (topic, code, tries) == (stage.event.topic, "ZeroDivisionError", 5)
    assert place.startswith(f"{__name__}:")
    assert tried.count(7) == 6  # once with the others


async def test_a_domain_problem_is_put_aside_at_once(stage: Stage) -> None:
    tried: list[int] = []
    stage.consumer.on(stage.event)(failing(lambda: Conflict("meeting-already-closed"), {1}, tried))
    async with stage.running():
        await stage.emit(("phòng họp", 1))
        await until(letters_are(stage, 1))
        await stage.emit(("phòng họp", 2))
        await stage.until_effects(1)
    assert await stage.rows("SELECT code, tries FROM dead_letter") == [("meeting-already-closed", 1)]
    assert tried.count(1) == 2


@pytest.mark.parametrize("body", [b"", b"\xff\x00rubbish", b"[]", b'{"specversion":"1.0"}'])
async def test_rubbish_is_put_aside(stage: Stage, body: bytes) -> None:
    stage.consumer.on(stage.event)(fold)
    async with stage.running():
        await stage.bus.publish([Message(stage.event.topic, "rác", body)] * 2)
        await stage.emit(("sau rác", 1))
        assert await stage.until_effects(1) == [("sau rác", 1)]
        await until(letters_are(stage, 1))
    assert await stage.rows("SELECT code FROM dead_letter") == [("event-unreadable",)]


async def test_an_event_whose_data_is_wrong_keeps_its_id(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    (envelope,) = await stage.emit(("đúng", 1))
    wrong = envelope.model_copy(update={"id": (other := envelope.id.__class__(int=1)), "data": {"key": 5}})
    async with stage.running():
        await stage.bus.publish([Message(stage.event.topic, "sai", wrong.to_json().encode())])
        await until(letters_are(stage, 1))
    assert await stage.rows("SELECT event_id, aggregate FROM dead_letter") == [(other, "đúng")]


async def test_what_is_down_is_waited_for(stage: Stage) -> None:
    down, tried = {1}, list[int]()
    stage.consumer.on(stage.event)(failing(Unavailable, down, tried))

    async def thrice() -> bool:
        return len(tried) >= 3

    async with stage.running():
        await stage.emit(("máy chủ thư", 1))
        await until(thrice)
        assert await stage.count("dead_letter") == 0
        assert await stage.effects() == []
        down.clear()
        assert await stage.until_effects(1) == [("máy chủ thư", 1)]
    assert await stage.count("dead_letter") == 0


async def test_a_database_that_ends_every_connection_puts_nothing_aside(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    async with stage.running():
        for number in range(30):
            await stage.emit(("mất điện", number))
            if number % 10 == 5:
                await _end_all_connections(stage)
        effects = await stage.until_effects(30)
    assert [number for _, number in effects] == list(range(30))
    assert await stage.count("dead_letter") == 0


async def _end_all_connections(stage: Stage) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
    async with stage.database.engine.connect() as connection:
        await connection.execute(text(f"{others}current_database()"))


async def test_of_two_replicas_one_works_and_the_other_takes_over(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    first, second = stage.reading(), stage.reading()
    async with stage.relay().running():
        async with second.running():
            async with first.running():
                await stage.emit(("một", 1))
                await stage.until_effects(1)
                assert sorted([first.handled, second.handled]) == [0, 1]
            await stage.emit(("hai", 2))
            await stage.until_effects(2)
        assert first.handled + second.handled == 2


async def test_a_lock_is_free_when_its_holder_is_gone(stage: Stage) -> None:
    class Idle(Worker):
        async def work(self) -> None:
            await self.rest(1)

    for _ in range(3):
        async with holding(stage.database, Idle("một mình")) as connection:
            assert await connection.fetchval("SELECT 1") == 1


async def test_a_worker_that_stands_still_makes_the_service_unready(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = stage.relay()
    await relay.check()
    monkeypatch.setattr("kit.worker.STILL_SECONDS", -1)
    with pytest.raises(Unavailable):
        await relay.check()


async def test_a_worker_begins_again_after_what_a_library_cancelled_itself() -> None:
    begun = asyncio.Queue[int]()

    class Waiting(Worker):
        async def work(self) -> None:
            begun.put_nowait(1)
            theirs = asyncio.create_task(asyncio.sleep(60))
            theirs.cancel()
            await theirs

    async with asyncio.timeout(10), Waiting("chờ").running():
        assert [await begun.get() for _ in range(2)] == [1, 1]


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (Unavailable(), True),
        (FileNotFoundError(), False),
        (StaleEdit(), False),
        (ValueError(), False),
        (InterfaceError("", {}, ValueError()), False),
    ],
)
def test_what_counts_as_down(error: Exception, outage: bool) -> None:
    assert is_outage(error) is outage


async def test_a_projection_never_goes_back(stage: Stage) -> None:
    def party(name: str, version: int, identifier: str = "VN/GOV/H02.01/mot-cua") -> dict[str, object]:
        return {"identifier": identifier, "name": name, "version": version}

    table: type[Base] = Party
    async with stage.database.session() as session:
        await project(session, table, [party("Một cửa", 2), party("Cũ", 1), party("Khác", 1, "VN/GOV/H02.02/khac")])
        await project(session, table, [party("Cũ", 1)])
        await project(session, table, [])
    async with stage.database.session() as session:
        await project(session, table, [party("Một cửa điện tử", 2)])
    names = await stage.rows("SELECT name FROM exchange_party ORDER BY identifier")
    assert names == [("Một cửa điện tử",), ("Khác",)]
