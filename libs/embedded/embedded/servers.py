"""The servers under the services: PostgreSQL, Valkey and, if the bus is Kafka, Kafka."""

import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from embedded import kafka, postgres, valkey
from embedded.child import Child
from embedded.kafka import Kafka
from embedded.postgres import Postgres
from embedded.supervisor import Supervisor
from embedded.valkey import Valkey

Bus = Literal["redis", "kafka"]


class Server(Protocol):
    @property
    def process(self) -> subprocess.Popen[bytes]: ...
    @property
    def log(self) -> Path: ...


@dataclass(frozen=True)
class Servers:
    database: Postgres
    memory: Valkey
    node: Kafka | None

    @property
    def bus_url(self) -> str:
        return self.memory.url if self.node is None else f"kafka://{self.node.bootstrap}"

    def wait(self) -> None:
        """Until all are ready."""
        self.database.wait()
        self.memory.wait()
        if self.node is not None:
            self.node.wait()


def start_servers(folder: Path, bus: Bus, supervisor: Supervisor) -> Servers:
    """All at once, Kafka first, for it is slowest; so it is also stopped last."""
    node = kafka.start(folder / "kafka") if bus == "kafka" else None
    if node is not None:
        port = node.port
        _supervise(supervisor, "kafka", node, lambda: kafka.start(folder / "kafka", port=port))
    database = postgres.start(folder / "postgres")
    _supervise(supervisor, "postgresql", database, lambda: postgres.start(folder / "postgres"), signal.SIGINT)
    memory = valkey.start(folder / "valkey")
    _supervise(supervisor, "valkey", memory, lambda: valkey.start(folder / "valkey", port=memory.port))
    return Servers(database, memory, node)


def _supervise(
    supervisor: Supervisor,
    name: str,
    server: Server,
    again: Callable[[], Server],
    how: signal.Signals = signal.SIGTERM,
) -> None:
    supervisor.add(Child(name, lambda: again().process, server.log, how=how, deadline=30, process=server.process))
