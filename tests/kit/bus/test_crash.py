"""Processes are killed, brokers go away and come back: nothing is lost, nothing is done twice."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiokafka.errors import KafkaError

from kit.bus.kafka import KafkaBus
from kit.bus.seam import Topic
from tests.kit.bus.servers import Server
from tests.kit.bus.stage import Stage, fold, until

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def counting(stage: Stage) -> Iterator[subprocess.Popen[str]]:
    url = stage.database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.kit.bus.counting_process", stage.service, url, stage.bus_url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


async def test_a_killed_consumer_loses_nothing_and_does_nothing_twice(stage: Stage) -> None:
    most = 4000
    async with stage.relay().running():
        for start in range(0, most, 200):
            await stage.emit(*[(f"xã {number % 9}", number) for number in range(start, start + 200)])
        for share in (1, 2):
            with counting(stage) as process:
                await stage.until_effects(share * 800)
                process.send_signal(signal.SIGKILL)
                process.wait()
        assert await stage.count("effect") < most, "it was killed too late to prove anything"
        with counting(stage):
            effects = await stage.until_effects(most)
    assert sorted(number for _, number in effects) == list(range(most))
    for name in {key for key, _ in effects}:
        numbers = [number for key, number in effects if key == name]
        assert numbers == sorted(numbers)


async def test_events_emitted_while_the_bus_is_down_arrive_afterwards(own_stage: Stage, own_broker: Server) -> None:
    stage = own_stage
    stage.consumer.on(stage.event)(fold)
    async with stage.running() as (relay, reading):
        await stage.emit(("trước", 0))
        await stage.until_effects(1)
        own_broker.stop(signal.SIGKILL)
        for number in range(1, 21):
            await stage.emit(("trong lúc mất", number))
        await relay.check()
        await reading.check()
        assert await stage.count("effect") == 1
        own_broker.start()
        effects = await stage.until_effects(21, within=240)
    assert [number for _, number in effects] == list(range(21))
    assert await stage.count("dead_letter") == 0


async def test_a_broker_that_restarts_under_load_loses_nothing(own_stage: Stage, own_broker: Server) -> None:
    stage = own_stage
    stage.consumer.on(stage.event)(fold)
    async with stage.running():
        for number in range(60):
            await stage.emit(("liên tục", number))
            if number in {20, 40}:
                await stage.until_effects(number - 10, within=240)
                own_broker.stop(signal.SIGTERM if number == 20 else signal.SIGKILL)
                own_broker.start()
        effects = await stage.until_effects(60, within=240)

        async def at_rest() -> bool:
            return await stage.count("outbox_event WHERE published_at IS NULL") == 0

        await until(at_rest)
    assert [number for _, number in effects] == list(range(60))


@pytest.mark.kafka
@pytest.mark.parametrize("broker", ["kafka"], indirect=True)
async def test_a_reader_ends_with_an_error_when_its_broker_stays_away(
    own_broker: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that its worker begins again. It takes as long as a broker has to answer."""
    monkeypatch.setattr("kit.bus.kafka.ANSWER_SECONDS", 3)
    with pytest.raises((TimeoutError, ConnectionError, KafkaError)):
        await _read_while_it_dies(own_broker)
    at_work = " ".join(map(repr, asyncio.all_tasks()))
    assert "aiokafka" not in at_work


async def _read_while_it_dies(server: Server) -> None:
    async with KafkaBus(server.url).reader("van-phong", [Topic("office.opened.v1")]) as reader, asyncio.timeout(60):
        assert await reader.read(0.1) == []
        server.stop(signal.SIGKILL)
        while True:
            await reader.read(0.5)
