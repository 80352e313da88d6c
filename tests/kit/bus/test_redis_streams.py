"""What Redis Streams alone can do to a reader, and what alone can be trimmed."""

from collections.abc import AsyncIterator, Callable
from itertools import count

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from kit.bus import Message, Topic
from kit.bus.redis import RedisBus
from tests.kit.bus.servers import Server
from tests.kit.bus.stage import Stage, fold, until

NUMBERS = count(1)


@pytest.fixture
async def stage(valkey_broker: Server, make_database: Callable[[str], str]) -> AsyncIterator[Stage]:
    name = f"stream-{next(NUMBERS)}"
    async with Stage.opened(name, make_database("monitoring"), valkey_broker.url) as stage:
        stage.consumer.on(stage.event)(fold)
        yield stage


@pytest.fixture
async def redis(valkey_broker: Server) -> AsyncIterator[Redis]:
    async with Redis.from_url(valkey_broker.url) as client:
        yield client


@pytest.fixture
def stream(stage: Stage) -> str:
    return stage.event.topic


async def blocked(redis: Redis) -> bool:
    """The reader waits for new messages."""
    return any("b" in client["flags"] for client in await redis.client_list())


@pytest.mark.parametrize("harm", ["group", "stream", "everything"])
async def test_the_reader_survives_what_goes_while_it_waits(stage: Stage, redis: Redis, stream: str, harm: str) -> None:
    async with stage.running():
        await stage.emit(("trước", 1))
        await stage.until_effects(1)
        await until(lambda: blocked(redis))
        if harm == "group":
            await redis.xgroup_destroy(stream, stage.service)
        else:
            await (redis.delete(stream) if harm == "stream" else redis.flushall())
        await stage.emit(("sau", 2))
        assert await stage.until_effects(2) == [("trước", 1), ("sau", 2)]


async def test_a_flushed_bus_is_given_again_what_nobody_had_read(stage: Stage, redis: Redis) -> None:
    async def all_gone() -> bool:
        return await stage.count("outbox_event WHERE published_at IS NULL") == 0

    relay = stage.relay()
    async with relay.running():
        await stage.emit(*[("đã gửi", number) for number in range(5)])
        await until(all_gone)
        await redis.flushall()
        async with stage.reading().running():
            effects = await stage.until_effects(5)
    assert [number for _, number in effects] == list(range(5))


async def test_a_stream_is_trimmed_to_its_slowest_group(stage: Stage, redis: Redis, stream: str) -> None:
    topic = Topic(stream)
    await stage.bus.publish([Message(stream, "k", b"%d" % number) for number in range(10)])
    async with (
        stage.bus.reader("fast", [topic]) as fast,
        stage.bus.reader("slow", [topic]) as slow,
    ):
        await fast.done(await fast.read(1))
        await stage.bus.tend(stage.service, [topic])
        assert await redis.xlen(stream) == 10
        taken = await slow.read(1)
        await slow.done(taken[:4])
        await stage.bus.tend(stage.service, [topic])
        assert await redis.xlen(stream) == 6
        assert (await fast.lag(), await slow.lag()) == (0, 6)
        await slow.done(taken[4:])
        await stage.bus.tend(stage.service, [topic])
        assert await redis.xlen(stream) == 0
        await stage.bus.publish([Message(stream, "k", b"again")])
        assert [one.body for one in await slow.read(1)] == [b"again"]


async def test_reference_topics_are_never_trimmed(stage: Stage, redis: Redis, stream: str) -> None:
    topic = Topic(stream, kept=True)
    await stage.bus.publish([Message(stream, "k", b"1")] * 5)
    async with stage.bus.reader("all", [topic]) as reader:
        await reader.done(await reader.read(1))
        await stage.bus.tend(stage.service, [topic])
    assert await redis.xlen(stream) == 5


async def test_beyond_the_bound_the_relay_pauses_and_the_outbox_holds(stage: Stage, redis: Redis, stream: str) -> None:
    await stage.bus.close()
    stage.bus = RedisBus(stage.bus_url, longest=100)
    async with stage.bus.reader(stage.service, stage.consumer.topics):
        pass
    await stage.bus.publish([Message(stream, "k", b"x")] * 101)
    async with stage.relay().running():
        await stage.emit(*[("đầy", number) for number in range(50)])
        other = "INSERT INTO outbox_event (event_id, topic, aggregate, body) VALUES (uuidv7(), 'another.v1', 'a', '{}')"
        async with stage.database.session() as session:
            await session.execute(text(other))

        async def the_other_left() -> bool:
            return await stage.count("outbox_event WHERE published_at IS NULL AND topic = 'another.v1'") == 0

        await until(the_other_left)
        assert await redis.xlen(stream) == 101
        async with stage.reading().running():
            await stage.until_effects(50)

            async def trimmed() -> bool:
                return await redis.xlen(stream) == 0

            await until(trimmed)


async def test_a_stream_that_nobody_reads_keeps_its_newest(stage: Stage, redis: Redis, stream: str) -> None:
    bus = RedisBus(stage.bus_url, longest=300)
    await bus.publish([Message(stream, "k", b"x")] * 1000)
    tended = await bus.tend(stage.service, [Topic(stream)])
    assert not tended.full
    assert 300 <= await redis.xlen(stream) < 500
    await bus.close()


async def test_what_was_taken_and_trimmed_since_does_not_stop_the_reader(
    stage: Stage, redis: Redis, stream: str
) -> None:
    await stage.bus.publish([Message(stream, "k", b"gone")] * 3)
    async with stage.bus.reader(stage.service, stage.consumer.topics) as reader:
        assert len(await reader.read(1)) == 3
    await redis.xtrim(stream, maxlen=0, approximate=False)
    async with stage.running():
        await stage.emit(("tiếp", 1))
        assert await stage.until_effects(1) == [("tiếp", 1)]
    assert (await redis.xinfo_groups(stream))[0]["pending"] == 0
