"""An operator sees who reads from a bus, and takes out a service that is gone for good."""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

import pytest

from kit.bus import Delivery, Message, Topic, __main__, kafka_groups, redis_groups
from kit.bus.groups import Group, Groups
from kit.bus.redis import RedisBus
from tests.kit.bus.servers import Server
from tests.kit.bus.stage import Stage, fold


def groups_of(stage: Stage) -> Groups:
    return redis_groups if isinstance(stage.bus, RedisBus) else kafka_groups


async def known(stage: Stage) -> dict[str, Group]:
    return {one.name: one for one in await groups_of(stage).list_groups(stage.bus_url)}


async def ask(stage: Stage, *given: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kit.bus", *given, env={**os.environ, "BUS_URL": stage.bus_url},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def read_one(stage: Stage, group: str) -> None:
    async with stage.bus.reader(group, [Topic(stage.event.topic)]) as reader:
        some: list[Delivery] = []
        while not some:
            some = list(await reader.read(1))
        await reader.done(some[:1])


async def test_a_group_that_is_gone_is_seen_and_forgotten(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = f"{stage.service}-gone"
    await stage.bus.publish([Message(stage.event.topic, "một khoá", b"{}")] * 5)
    await read_one(stage, gone)
    group = (await known(stage))[gone]
    assert (group.topics, group.lag) == (1, 4)
    assert group.seen_at
    assert datetime.now(UTC) - group.seen_at < timedelta(minutes=1)
    status, said = await ask(stage, "groups")
    assert status == 0
    assert any(line.startswith(gone) and " 4 not done" in line for line in said.splitlines())

    status, said = await ask(stage, "forget", gone, "--yes")
    assert (status, "stop it first" in said) == (1, True)
    monkeypatch.setattr(__main__, "ALIVE_SECONDS", 0)
    assert await __main__._forget(stage.bus_url, gone, sure=False) == 2
    assert gone in await known(stage)
    assert await __main__._forget(stage.bus_url, gone, sure=True) == 0
    assert gone not in await known(stage)
    assert (await ask(stage, "forget", gone))[0] == 1


async def test_a_forgotten_service_that_comes_back_does_nothing_twice(stage: Stage) -> None:
    stage.consumer.on(stage.event)(fold)
    async with stage.running():
        await stage.emit(("Sở Tài chính", 1))
        await stage.until_effects(1)
    await groups_of(stage).forget_group(stage.bus_url, stage.service)
    async with stage.running():
        await stage.emit(("Sở Tài chính", 2))
        assert await stage.until_effects(2) == [("Sở Tài chính", 1), ("Sở Tài chính", 2)]


async def test_a_stream_held_by_a_forgotten_group_goes_on(valkey_broker: Server) -> None:
    bus, topic = RedisBus(valkey_broker.url, longest=10), Topic("held-office.counted.v1")
    async with bus.reader("gone-for-good", [topic]):
        await bus.publish([Message(topic.name, "k", b"x")] * 11)
        assert (await bus.tend("held-office", [topic])).full == {topic.name}
        await redis_groups.forget_group(valkey_broker.url, "gone-for-good")
        assert not (await bus.tend("held-office", [topic])).full
    await bus.close()


async def test_who_is_not_there_is_forgotten_already(stage: Stage) -> None:
    await groups_of(stage).forget_group(stage.bus_url, "chưa từng có")
    assert "chưa từng có" not in await known(stage)
