"""What goes in on one side comes out on the other: all of it, once, in order."""

import asyncio
from collections import defaultdict

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.bus import Message, connect
from kit.consumer import Received
from kit.context import correlation_id
from kit.outbox import emit
from tests.kit.bus.stage import Counted, Stage, counted, fold, until

KEYS = ["Sở Y tế", "Sở Tư pháp", "UBND xã Đồng Kỳ", "UBND phường Bắc Giang"]


async def test_events_of_an_aggregate_arrive_in_order(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    async with stage.running():
        for number in range(120):
            await stage.emit(*[(key, number) for key in KEYS])
        effects = await stage.until_effects(120 * len(KEYS))
    by_key = defaultdict(list)
    for key, number in effects:
        by_key[key].append(number)
    assert by_key == {key: list(range(120)) for key in KEYS}


async def test_what_was_emitted_before_anybody_listened_arrives(stage: Stage) -> None:
    async with stage.relay().running():
        await stage.emit(("Sở Nội vụ", 1))
        await until(lambda: _published(stage))
    stage.consumer.on(stage.event)(fold)
    async with stage.reading().running():
        assert await stage.until_effects(1) == [("Sở Nội vụ", 1)]


async def _published(stage: Stage) -> bool:
    return await stage.count("outbox_event WHERE published_at IS NULL") == 0


async def test_a_message_that_comes_twice_works_once(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    async with stage.running():
        envelopes = await stage.emit(("Sở Công Thương", 1), ("Sở Công Thương", 2))
        await stage.until_effects(2)
        again = [Message(one.type, one.subject, one.to_json().encode()) for one in envelopes]
        await stage.bus.publish([*again, *again])
        await stage.emit(("Sở Công Thương", 3))
        effects = await stage.until_effects(3)
    assert [number for _, number in effects] == [1, 2, 3]


async def test_what_a_reader_took_and_never_finished_comes_again_first(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    async with stage.relay().running():
        await stage.emit(("Thanh tra tỉnh", 1), ("Thanh tra tỉnh", 2))
        async with stage.bus.reader(stage.service, stage.consumer.topics) as reader:
            taken = 0
            while taken < 2:
                taken += len(await reader.read(1))
        await stage.emit(("Thanh tra tỉnh", 3))
        async with stage.reading().running():
            effects = await stage.until_effects(3)
    assert [number for _, number in effects] == [1, 2, 3]


async def test_an_early_number_that_commits_late_is_not_lost(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    async with stage.running():
        async with stage.database.session() as slow:
            await emit(slow, stage.event(key="chậm", number=1))
            await stage.emit(("nhanh", 2))
            assert await stage.until_effects(1) == [("nhanh", 2)]
        assert await stage.until_effects(2) == [("nhanh", 2), ("chậm", 1)]


async def test_many_emitters_at_once_lose_nothing(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)

    async def office(key: str) -> None:
        for number in range(30):
            await stage.emit((key, number))

    async with stage.running():
        await asyncio.gather(*[office(f"xã {number}") for number in range(8)])
        effects = await stage.until_effects(240)
    assert sorted(effects) == sorted((f"xã {office}", number) for office in range(8) for number in range(30))
    assert len(effects) == len(set(effects))


async def test_one_aggregate_changed_by_many_keeps_the_order_of_its_commits(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    async with stage.database.session() as session:
        await session.execute(text("CREATE TABLE dossier (version bigint)"))
        await session.execute(text("INSERT INTO dossier VALUES (0)"))

    async def change() -> None:
        async with stage.database.session() as session:
            # takes a transaction number before it waits for the row
            await session.execute(text("SELECT pg_current_xact_id()"))
            changed = text("UPDATE dossier SET version = version + 1 RETURNING version")
            version = (await session.execute(changed)).scalar_one()
            await emit(session, stage.event(key="hồ sơ", number=version), version=version)

    async with stage.running():
        for _ in range(10):
            await asyncio.gather(*[change() for _ in range(8)])
        effects = await stage.until_effects(80)
    assert [number for _, number in effects] == list(range(1, 81))


async def test_nothing_leaves_of_a_transaction_that_failed(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)

    async def changes_its_mind() -> None:
        async with stage.database.session() as session:
            await emit(session, stage.event(key="huỷ", number=1))
            raise ZeroDivisionError

    async with stage.running():
        with pytest.raises(ZeroDivisionError):
            await changes_its_mind()
        await stage.emit(("giữ", 2))
        assert await stage.until_effects(1) == [("giữ", 2)]
    assert await stage.count("outbox_event") == 1


async def test_what_a_handler_emits_belongs_to_the_same_story(stage: Stage) -> None:
    task = counted(f"{stage.service}-tasks")
    stories: list[str] = []

    async def assign(session: AsyncSession, events: list[Received[Counted]]) -> None:
        for received in events:
            await emit(session, task(key="nhiệm vụ", number=received.event.number))

    async def remember(_: AsyncSession, events: list[Received[Counted]]) -> None:
        stories.extend(received.correlation_id for received in events)

    stage.consumer.on(stage.event)(assign)
    stage.consumer.on(task)(remember)
    async with stage.running():
        token = correlation_id.set("cau-chuyen-0001")
        (first,) = await stage.emit(("cảnh báo", 1))
        correlation_id.reset(token)
        (second,) = await stage.emit(("cảnh báo", 2))

        async def both() -> bool:
            return len(stories) == 2

        await until(both)
    assert stories == ["cau-chuyen-0001", str(second.id)]
    assert first.correlationid == "cau-chuyen-0001"
    assert correlation_id.get() == ""


async def test_a_bus_that_knows_nothing_says_so_once(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    topics = stage.consumer.topics
    async with stage.bus.reader(stage.service, topics):
        assert (await stage.bus.tend(stage.service, topics)).forgotten == {stage.event.topic}
    again = connect(stage.bus_url)
    for bus in (stage.bus, again):
        assert not (await bus.tend(stage.service, topics)).forgotten
    await again.close()


async def test_what_was_sent_to_another_bus_is_sent_to_a_new_one(stage: Stage) -> None:
    """Also how the whole moves from Redis to Kafka: consumers ignore what they had."""
    stage.consumer.on(stage.event)(fold)
    await stage.emit(("trước khi đổi", 1))
    async with stage.database.session() as session:
        await session.execute(text("UPDATE outbox_event SET published_at = now()"))
    async with stage.running():
        assert await stage.until_effects(1) == [("trước khi đổi", 1)]
