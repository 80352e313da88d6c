"""Events as their handlers get them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Generic, TypeVar
from uuid import UUID

from kit.context import correlation_id
from kit.events import Event
from kit.telemetry.messaging import within

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Received(Generic[E]):
    """`version` is the aggregate's at the time of the event: older than the one you hold means nothing to do."""

    event: E
    id: UUID
    aggregate: str
    version: int
    correlation_id: str
    time: datetime
    traceparent: str | None = None
    republished: bool = False
    """Known for long: keep it, but tell nobody and begin nothing."""


class Batch(list[Received[E]]):
    """New events of one topic. While a handler iterates, correlation id and trace are those of the event at hand, so
    that what it emits and logs belongs to the same story."""

    @property
    def origins(self) -> list[str | None]:
        """The traceparents of the work that emitted them."""
        return [*map(attrgetter("traceparent"), super().__iter__())]

    def __iter__(self) -> Iterator[Received[E]]:
        for received in super().__iter__():
            with story(received):
                yield received


@contextmanager
def story(received: Received[E]) -> Iterator[None]:
    token = correlation_id.set(received.correlation_id)
    try:
        with within(received.traceparent):
            yield
    finally:
        correlation_id.reset(token)
