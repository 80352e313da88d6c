"""A library that knocks at a broker that is away fills no disk."""

import logging
from collections.abc import Iterator
from contextlib import suppress

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from kit.telemetry import repeats
from kit.telemetry.repeats import Repeats


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.addFilter(Repeats())

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


async def test_who_finds_no_broker_says_so_once(kept: Kept) -> None:
    for _ in range(20):
        consumer = AIOKafkaConsumer(bootstrap_servers="127.0.0.1:1")
        with suppress(KafkaError):
            await consumer.start()
        await consumer.stop()
    (said,) = kept.records
    assert (said.levelname, "127.0.0.1:1" in said.getMessage()) == ("ERROR", True)


def test_after_a_minute_it_says_how_often(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(repeats, "monotonic", lambda: now)
    log = logging.getLogger("aiokafka.client")
    for _ in range(5):
        log.error("Unable connect to node with id %s: %s", 0, ConnectionRefusedError(111))
    now += repeats.SECONDS
    log.error("Unable connect to node with id %s: %s", 1, ConnectionRefusedError(111))
    assert [getattr(one, "left_out", 0) for one in kept.records] == [0, 4]


def test_another_error_another_logger_and_what_is_no_trouble_pass(kept: Kept) -> None:
    log = logging.getLogger("aiokafka.client")
    log.setLevel(logging.INFO)
    for _ in range(2):
        for error in (ConnectionRefusedError(111), TimeoutError()):
            log.error("Unable connect to node with id %s: %s", 0, error)
        log.info("joined")
        logging.getLogger("kit.bus").warning("the bus does not answer")
    log.setLevel(logging.NOTSET)
    said = [f"{one.name} {one.levelname}" for one in kept.records]
    assert said.count("aiokafka.client ERROR") == 2
    assert said.count("aiokafka.client INFO") == 2
    assert said.count("kit.bus WARNING") == 2


def test_what_it_remembers_is_bounded(kept: Kept) -> None:
    for number in range(repeats.MOST_KEPT * 2):
        logging.getLogger("aiokafka.client").error(f"lỗi {number}")  # noqa: G004 - another text each time
    (limit,) = kept.filters
    assert isinstance(limit, Repeats)
    assert len(limit._seen) <= repeats.MOST_KEPT
