"""Groups of Kafka. Readers take their partitions themselves, so a group has no members, only places."""

from collections.abc import Sequence
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import GroupIdNotFound, for_code
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Int16, Int32, Schema, String
from aiokafka.structs import OffsetAndMetadata

from kit.bus.groups import Group
from kit.bus.kafka import administered, options

Places = dict[TopicPartition, OffsetAndMetadata]


class _Deleted(Response):  # type: ignore[misc]  # aiokafka has no types
    API_KEY, API_VERSION = 42, 1
    SCHEMA = Schema(("throttle", Int32), ("results", Array(("group", String("utf-8")), ("error_code", Int16))))


class _DeleteV1(RequestStruct):  # type: ignore[misc]
    API_KEY, API_VERSION, RESPONSE_TYPE = 42, 1, _Deleted
    SCHEMA = Schema(("groups", Array(String("utf-8"))))


class _Delete(Request[_DeleteV1]):  # type: ignore[misc]
    """DeleteGroups (KIP-229), which aiokafka 0.14 lacks."""

    API_KEY = 42

    def __init__(self, group: str) -> None:
        self._group = group

    def build(self, request_struct_class: type[_DeleteV1]) -> _DeleteV1:
        return request_struct_class([self._group])


async def list_groups(url: str) -> Sequence[Group]:
    async with administered(options(url)) as admin:
        there = set(await admin.list_topics())
        names = sorted(name for name, *_ in await admin.list_consumer_groups())
        places = {name: await admin.list_consumer_group_offsets(name) for name in names}
    kept = {name: {part: at for part, at in some.items() if part.topic in there} for name, some in places.items()}
    ends = await _ends(url, {part for some in kept.values() for part in some})
    return [_told(name, some, ends) for name, some in kept.items()]


async def forget_group(url: str, name: str) -> None:
    async with administered(options(url)) as admin:
        node = await admin.find_coordinator(name)
        answer = await admin._send_request(_Delete(name), node)  # noqa: SLF001 - it has no other door for this
    for _, code in answer.results:
        if code not in {0, GroupIdNotFound.errno}:
            raise for_code(code)(name)


async def _ends(url: str, partitions: set[TopicPartition]) -> dict[TopicPartition, int]:
    if not partitions:
        return {}
    consumer = AIOKafkaConsumer(**options(url))
    try:
        await consumer.start()
        ends: dict[TopicPartition, int] = await consumer.end_offsets(list(partitions))
        return ends
    finally:
        await consumer.stop()


def _told(name: str, places: Places, ends: dict[TopicPartition, int]) -> Group:
    lag = sum(max(0, ends[part] - at.offset) for part, at in places.items())
    seen = [moment for at in places.values() if (moment := _moment(at.metadata))]
    return Group(name, len({part.topic for part in places}), lag, max(seen, default=None))


def _moment(metadata: str) -> datetime | None:
    """What a reader wrote beside its place."""
    try:
        return datetime.fromisoformat(metadata)
    except ValueError:
        return None
