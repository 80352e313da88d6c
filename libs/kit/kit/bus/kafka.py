"""Apache Kafka. The one reader of a group holds a lock of its service's database, so it takes all partitions itself:
no rebalancing, and after a crash the next one starts at once."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from kit.bus.packing import packed
from kit.bus.seam import Delivery, Message, Tended, Topic

log = logging.getLogger(__name__)
COUNT = 1000
PARTITIONS = 3
ANSWER_SECONDS = 15
LOOK_SECONDS = 10
DAYS_KEPT = 7


class Stalled(ConnectionError):
    """Messages are there and none arrive: the connection to the broker is dead without saying so."""


def options(url: str) -> dict[str, Any]:
    """`kafka://user:password@host:port,host:port?security=SASL_SSL&mechanism=SCRAM-SHA-512&ca=/path/ca.crt`"""
    parts = urlsplit(url)
    credentials, _, servers = parts.netloc.rpartition("@")
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    found: dict[str, Any] = {
        "bootstrap_servers": servers,
        "security_protocol": asked.get("security", "PLAINTEXT"),
        "request_timeout_ms": ANSWER_SECONDS * 1000,
    }
    if credentials:
        user, _, password = credentials.partition(":")
        found |= {"sasl_plain_username": unquote(user), "sasl_plain_password": unquote(password)}
        found["sasl_mechanism"] = asked.get("mechanism", "SCRAM-SHA-512")
    if found["security_protocol"].endswith("SSL"):
        found["ssl_context"] = ssl.create_default_context(cafile=asked.get("ca"))
    return found


@asynccontextmanager
async def administered(given: dict[str, Any]) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**given)
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()


class KafkaBus:
    def __init__(self, url: str) -> None:
        self._options = options(url)
        self._producer: AIOKafkaProducer | None = None
        self._known: set[str] = set()

    async def publish(self, messages: Sequence[Message]) -> None:
        """After an error the producer goes, with all it may still hold: a later message must not overtake one that
        was not stored."""
        try:
            async with asyncio.timeout(2 * ANSWER_SECONDS):
                producer = await self._started()
                stored = [
                    await producer.send_batch(batch, topic, partition=partition)
                    for (topic, partition), batch in await packed(producer, messages)
                ]
                await asyncio.gather(*stored)
        except BaseException:
            await self.close()
            raise

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                **self._options, acks="all", enable_idempotence=True, max_batch_size=1 << 19, linger_ms=0
            )
            await _start(producer)
            self._producer = producer
        return self._producer

    async def tend(self, service: str, topics: Collection[Topic]) -> Tended:
        """Kafka trims by itself. That it forgot shows by a topic which only this makes; readers make the others too."""
        marker = Topic(f"{service}.known", kept=True)
        new = await self._create([marker, *topics])
        return Tended(forgotten=frozenset(topic.name for topic in topics if marker.name in new))

    async def _create(self, topics: Collection[Topic]) -> frozenset[str]:
        """Those that were not there. Looks again only after an error."""
        missing = [topic for topic in topics if topic.name not in self._known]
        if not missing:
            return frozenset()
        async with administered(self._options) as admin:
            answer = await admin.create_topics([_described(topic) for topic in missing])
        errors = {name: for_code(code) for name, code, *_ in answer.topic_errors}
        for error in errors.values():
            if error.errno not in {0, TopicAlreadyExistsError.errno}:
                raise error
        self._known |= set(errors)
        return frozenset(name for name, error in errors.items() if error.errno == 0)

    async def _partitions(self, topics: Collection[Topic]) -> list[TopicPartition]:
        """A new topic takes a moment to show."""
        await self._create(topics)
        async with asyncio.timeout(ANSWER_SECONDS), administered(self._options) as admin:
            while True:
                shown = await admin.describe_topics([topic.name for topic in topics])
                if not any(one["error_code"] or not one["partitions"] for one in shown):
                    return [
                        TopicPartition(one["topic"], part["partition"]) for one in shown for part in one["partitions"]
                    ]
                await asyncio.sleep(0.1)

    @asynccontextmanager
    async def reader(self, group: str, topics: Collection[Topic]) -> AsyncIterator["KafkaReader"]:
        partitions = await self._partitions(topics)
        consumer = AIOKafkaConsumer(
            **self._options,
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=250,
        )
        await _start(consumer)
        try:
            consumer.assign(partitions)
            yield KafkaReader(consumer)
        finally:
            await _stop(consumer)

    async def close(self) -> None:
        producer, self._producer, self._known = self._producer, None, set()
        if producer is not None:
            await producer.stop()


class KafkaReader:
    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self._look_at, self._behind = monotonic() + LOOK_SECONDS, 0

    async def read(self, wait: float) -> Sequence[Delivery]:
        async with asyncio.timeout(wait + ANSWER_SECONDS):
            some = await self._consumer.getmany(timeout_ms=round(wait * 1000), max_records=COUNT)
            if some:
                self._behind = 0
            elif monotonic() > self._look_at:
                await self._refuse_silence()
        return [_delivery(record) for records in some.values() for record in records]

    async def _refuse_silence(self) -> None:
        """aiokafka can go quiet for ever after a broker restart."""
        self._look_at = monotonic() + LOOK_SECONDS
        self._behind = self._behind + 1 if await self.lag() else 0
        if self._behind > 1:
            raise Stalled

    async def done(self, deliveries: Sequence[Delivery]) -> None:
        offsets: dict[TopicPartition, int] = {}
        for delivery in deliveries:
            partition, offset = delivery.place
            offsets[partition] = max(offset + 1, offsets.get(partition, 0))
        if offsets:
            now = datetime.now(UTC).isoformat()  # for whoever asks when the group was last seen
            await self._consumer.commit({partition: (offset, now) for partition, offset in offsets.items()})

    async def lag(self) -> int:
        ends = await self._consumer.end_offsets(list(self._consumer.assignment()))
        return sum([end - await self._consumer.position(partition) for partition, end in ends.items()])


def _delivery(record: ConsumerRecord) -> Delivery:
    return Delivery(record.topic, record.value or b"", (TopicPartition(record.topic, record.partition), record.offset))


def _described(topic: Topic) -> NewTopic:
    """As many copies (-1) as the broker's default; aiokafka wants an assignment beside it, even an empty one."""
    keep = {"cleanup.policy": "compact"} if topic.kept else {"retention.ms": str(DAYS_KEPT * 86_400_000)}
    return NewTopic(topic.name, PARTITIONS, -1, {}, keep)


async def _start(client: AIOKafkaProducer | AIOKafkaConsumer) -> None:
    try:
        await client.start()
    except BaseException:
        await client.stop()
        raise


async def _stop(consumer: AIOKafkaConsumer) -> None:
    """Without a broker aiokafka cancels what it waits for and lets that come out, as if whoever stops it had been
    cancelled; its connections then stay open, and go on knocking."""
    stopping = asyncio.create_task(consumer.stop())
    await asyncio.wait([stopping], timeout=ANSWER_SECONDS)
    if not stopping.cancel() and not stopping.cancelled() and stopping.exception() is None:
        return
    log.warning("a reader would not stop and was cut off")
    await consumer._client.close()  # noqa: SLF001 - nothing else closes them then
