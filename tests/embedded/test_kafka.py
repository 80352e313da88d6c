"""A real Kafka; what is absent is said in one line."""

from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from embedded import kafka
from embedded.errors import LaunchError


@pytest.mark.kafka
async def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
    node = started(tmp_path)
    async with AIOKafkaProducer(bootstrap_servers=node.bootstrap, acks="all") as producer:
        await producer.send_and_wait("sự-kiện.v1".encode().hex(), "xã Yên Thế".encode())
    node.process.kill()
    node.process.wait()
    with kafka.running(tmp_path) as bootstrap:
        topic = "sự-kiện.v1".encode().hex()
        async with AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest") as consumer:
            record = await consumer.getone()
    assert record.value.decode() == "xã Yên Thế"


def started(folder: Path) -> kafka.Kafka:
    try:
        node = kafka.start(folder)
    except LaunchError as absent:
        pytest.skip(str(absent))
    node.wait()
    return node


def test_no_java_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LaunchError, match=r"^Kafka needs Java 17 or later, and no `java` is on PATH$"):
        kafka.start(tmp_path)


def test_an_old_java_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LaunchError, match=r"Kafka needs Java 17 or later; `java` says"):
        kafka.start(tmp_path)


def test_a_running_kafka_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092")
    with kafka.running(tmp_path) as bootstrap:
        assert bootstrap == "127.0.0.1:9092"
