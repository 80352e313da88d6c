"""Starting the node and knowing when it answers."""

import base64
import os
import signal
import socket
import struct
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embedded import process
from embedded.errors import LaunchError
from embedded.kafka.jars import LOCK, fetch_jars, java, locked

_JVM = ["-Xms96m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"]
_LOGGING = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dlog4j2.level=OFF"]
_LEARNING_SECONDS = 120
_METADATA_REQUEST = struct.pack(">hhih8sib", 3, 4, 1, 8, b"embedded", 0, 0)


@dataclass(frozen=True)
class Kafka:
    """A started node."""

    port: int
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    def wait(self) -> None:
        """Until it answers with its metadata."""
        process.wait_until(lambda: _knows_itself(self.port), self.process, name="Kafka", log=self.log)

    def stop(self) -> None:
        process.stop(self.process, within=30)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The bootstrap servers of a node of `folder`, or what KAFKA_BOOTSTRAP_SERVERS says."""
    if outside := os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        yield outside
        return
    node = start(folder)
    try:
        node.wait()
        yield node.bootstrap
    finally:
        node.stop()


def start(folder: Path, *, port: int | None = None) -> Kafka:
    """Starts the node on a loopback port, a free one by default; `wait` says when it is ready."""
    command = [java(), *_JVM, *_LOGGING, "-cp", f"{fetch_jars()}/*"]
    known = _learned_classes(command)
    shared = [f"-XX:SharedArchiveFile={known}"] if known.stat().st_size else []
    return _start([*command, *shared], folder, port or process.free_port())


def _start(command: list[str], folder: Path, port: int, *options: str) -> Kafka:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = folder / "server.properties"
    settings.write_text(_settings(folder, port, process.free_port()))
    if not (folder / "data" / "meta.properties").exists():
        _format(command, settings)
    log = folder / "kafka.log"
    return Kafka(port, log, process.start([*command, *options, "kafka.Kafka", str(settings)], log=log))


def _learned_classes(command: list[str]) -> Path:
    """The classes that a node loads, as Java keeps them: the first start on a machine makes the file with a node of its
    own, all others take two fifths less work. Empty where this Java keeps none; one of another Java is passed over."""
    jars = fetch_jars()
    archive = jars / "classes.jsa"
    with locked(LOCK), tempfile.TemporaryDirectory(dir=jars.parent) as folder:
        if not archive.exists():
            fresh = Path(folder) / archive.name
            node = _start(command, Path(folder) / "node", process.free_port(), f"-XX:ArchiveClassesAtExit={fresh}")
            try:
                node.wait()
            finally:
                process.stop(node.process, within=_LEARNING_SECONDS)
            if node.process.returncode == -signal.SIGKILL:
                raise LaunchError(f"Kafka did not end: {process.last_words(node.log)}")
            fresh.touch()
            fresh.replace(archive)
    return archive


def _settings(folder: Path, port: int, controller_port: int) -> str:
    settings = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs": folder.resolve() / "data",
        "num.partitions": 3,
        "offsets.topic.replication.factor": 1,
        "offsets.topic.num.partitions": 3,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.num.partitions": 3,
        "transaction.state.log.min.isr": 1,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        "group.initial.rebalance.delay.ms": 0,
        # there is no second node to hold what this one has not yet written to its disk
        "log.flush.interval.messages": 1,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _format(command: list[str], settings: Path) -> None:
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode()
    done = subprocess.run(
        [*command, "kafka.tools.StorageTool", "format", f"--cluster-id={cluster}", f"--config={settings}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LaunchError(f"Kafka could not make its data: {(done.stderr or done.stdout).strip()[-300:]}")


def _knows_itself(port: int) -> bool:
    """Asks for the cluster's metadata (version 4 of the Kafka protocol's request 3): is a broker in it?"""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(struct.pack(">i", len(_METADATA_REQUEST)) + _METADATA_REQUEST)
            head = connection.recv(16, socket.MSG_WAITALL)
    except OSError:
        return False
    return len(head) == 16 and struct.unpack(">iiii", head)[3] > 0  # size, correlation, throttle, brokers
