"""What a bus has to do. All policy (order of work, retries, dead letters) stands above it, in kit.consumer."""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    kept: bool = False
    """Reference topics are never trimmed."""


@dataclass(frozen=True, slots=True)
class Message:
    """Messages of one topic and key arrive in the order they were published in."""

    topic: str
    key: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """`place` is the bus's own: where the message stands in its topic."""

    topic: str
    body: bytes
    place: Any


@dataclass(frozen=True, slots=True)
class Tended:
    """`full`: topics that take no more until a slow group has read. `forgotten`: topics the bus has no memory of,
    because they are new or because it lost its data."""

    full: frozenset[str] = frozenset()
    forgotten: frozenset[str] = frozenset()


class Reader(Protocol):
    """One group's place in its topics. Any error leaves it unusable: close it and open another."""

    async def read(self, wait: float) -> Sequence[Delivery]:
        """What was delivered before and never done comes first. Empty after `wait` seconds without a message."""
        ...

    async def done(self, deliveries: Sequence[Delivery]) -> None:
        """They are not delivered to the group again. In the order they were read in, none left out."""
        ...

    async def lag(self) -> int:
        """Messages of the topics that the group has not done."""
        ...


class Bus(Protocol):
    async def publish(self, messages: Sequence[Message]) -> None:
        """All are stored for good when it returns; when it raises, any number of the first may be."""
        ...

    async def tend(self, service: str, topics: Collection[Topic]) -> Tended:
        """Housekeeping of the topics a service publishes, about once a second."""
        ...

    def reader(self, group: str, topics: Collection[Topic]) -> AbstractAsyncContextManager[Reader]:
        """A group that reads a topic for the first time begins with the oldest message there is."""
        ...

    async def close(self) -> None: ...
