"""What a service listens to."""

from collections.abc import Awaitable, Callable
from typing import Any, Self, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from kit.bus import Topic
from kit.consumer.received import Received
from kit.events import Event

E = TypeVar("E", bound=Event)
Handler = Callable[[AsyncSession, list[Received[E]]], Awaitable[None]]


class Consumer:
    """`group` is the service's name. Each feature has one in its consumers.py; main.py puts them together.

        consumer = Consumer("monitoring")

        @consumer.on(ExchangesSummarised)
        async def fold(session: AsyncSession, events: list[Received[ExchangesSummarised]]) -> None: ...

    A handler gets each event once and in the order of its aggregate, in one transaction with everybody else's work on
    the same batch. It must not commit, nor call other systems: what it wants done outside, it emits or queues.
    """

    def __init__(self, group: str) -> None:
        self.group = group
        self.events: dict[str, type[Event]] = {}
        self._handlers: dict[str, list[Handler[Any]]] = {}

    def on(self, event: type[E]) -> Callable[[Handler[E]], Handler[E]]:
        def register(handler: Handler[E]) -> Handler[E]:
            self._add(event, handler)
            return handler

        return register

    def include(self, *others: "Consumer") -> Self:
        for other in others:
            for topic, event in other.events.items():
                for handler in other.handlers(topic):
                    self._add(event, handler)
        return self

    def _add(self, event: type[Event], handler: Handler[Any]) -> None:
        self.events[event.topic] = event
        self._handlers.setdefault(event.topic, []).append(handler)

    def handlers(self, topic: str) -> list[Handler[Any]]:
        return self._handlers[topic]

    @property
    def topics(self) -> list[Topic]:
        return [Topic(event.topic, event.reference) for event in self.events.values()]
