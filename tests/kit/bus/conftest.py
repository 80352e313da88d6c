"""One contract, two buses."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.kit.bus.servers import KafkaServer, RunningKafka, Server, ValkeyServer, refuse_without_kafka, started
from tests.kit.bus.stage import Stage

NUMBERS = count(1)
BOTH = ["valkey", pytest.param("kafka", marks=pytest.mark.kafka)]


@pytest.fixture(scope="session")
def valkey_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started(ValkeyServer(tmp_path_factory.mktemp("bus-valkey"))) as server:
        yield server


@pytest.fixture(scope="session")
def kafka_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if "KAFKA_BOOTSTRAP_SERVERS" in os.environ:
        server: Server = RunningKafka(tmp_path_factory.mktemp("bus-kafka"))
    else:
        refuse_without_kafka()
        server = KafkaServer(tmp_path_factory.mktemp("bus-kafka"))
    with started(server):
        yield server


@pytest.fixture(params=BOTH)
def broker(request: pytest.FixtureRequest) -> Server:
    server: Server = request.getfixturevalue(f"{request.param}_broker")
    server.up()
    return server


@pytest.fixture
def own_broker(broker: Server, tmp_path: Path) -> Iterator[Server]:
    """One that the test may stop. Tests take turns, so it is that of all, unless that is somebody else's."""
    if not isinstance(broker, RunningKafka):
        yield broker
        return
    with started(KafkaServer(tmp_path)) as server:
        yield server


@pytest.fixture
async def own_stage(own_broker: Server, make_database: Callable[[str], str]) -> AsyncIterator[Stage]:
    async with Stage.opened(f"office-{next(NUMBERS)}", make_database("monitoring"), own_broker.url) as stage:
        yield stage


@pytest.fixture
async def stage(broker: Server, make_database: Callable[[str], str]) -> AsyncIterator[Stage]:
    async with Stage.opened(f"office-{next(NUMBERS)}", make_database("monitoring"), broker.url) as stage:
        yield stage
