"""Real brokers that a test may stop, kill and start again on the same port."""

import os
import shutil
import signal
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from embedded import kafka, process, valkey


class Server:
    url: str

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, process.free_port()
        self._node: kafka.Kafka | valkey.Valkey | None = None

    @abstractmethod
    def start(self) -> None: ...

    def up(self) -> None:
        """Started, if a test before left it down."""
        if self._node is None or self._node.process.poll() is not None:
            self.start()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._node is not None:
            process.stop(self._node.process, how, within=30)


class ValkeyServer(Server):
    def start(self) -> None:
        self._node = node = valkey.start(self._folder, port=self._port)
        node.wait()
        self.url = node.url


class KafkaServer(Server):
    def start(self) -> None:
        self._node = node = kafka.start(self._folder, port=self._port)
        node.wait()
        self.url = f"kafka://{node.bootstrap}"


class RunningKafka(Server):
    """Somebody else's, which no test may stop."""

    def start(self) -> None:
        self.url = f"kafka://{os.environ['KAFKA_BOOTSTRAP_SERVERS']}"

    def up(self) -> None:
        """Its owner sees to it."""


@contextmanager
def started(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def refuse_without_kafka() -> None:
    """A machine without Java or Maven says so; CI must have both."""
    if "CI" not in os.environ and not (shutil.which("java") and shutil.which("mvn")):
        pytest.skip("Kafka needs Java 17 and Maven; this machine lacks them")
