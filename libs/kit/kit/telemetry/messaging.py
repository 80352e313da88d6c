"""Spans of events on their way, after OpenTelemetry's semantic conventions for messaging.

https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager as Manager
from contextlib import contextmanager, nullcontext
from itertools import islice

from opentelemetry import trace
from opentelemetry.trace import Link, Span, SpanContext, SpanKind

from kit.telemetry.spans import begun, current
from kit.telemetry.trace import followed, sent

MOST_LINKS = 128


def published(topics: Iterable[str], origins: Iterable[str | None], count: int) -> Manager[Span | None]:
    """One sending of `count` events, linked to the work that emitted them; `origins` are their traceparents."""
    if (spans := current.get()) is None:
        return nullcontext()
    names = sorted(set(topics))
    attributes = {**_operation(spans.bus, "send", names), "messaging.batch.message_count": count}
    # the event's own span is the one that emitted it, so this one is a client's (the convention's words)
    return begun(_name("send", names), SpanKind.CLIENT, links=_links(origins), attributes=attributes)


@contextmanager
def processed(topic: str, group: str, origins: list[str | None]) -> Iterator[None]:
    """The handling of a batch: of one event below what emitted it, of more in a trace of its own with links."""
    if (spans := current.get()) is None:
        yield
        return
    attributes = {**_operation(spans.bus, "process", [topic]), "messaging.consumer.group.name": group}
    attributes |= {"messaging.batch.message_count": len(origins)}
    parent = sent(origins[0]) if len(origins) == 1 else None
    here = trace.get_current_span().get_span_context()
    links = [Link(here)] if parent and here.is_valid else [] if parent else _links(origins)
    with begun(f"process {topic}", SpanKind.CONSUMER, parent=parent, links=links, attributes=attributes):
        yield


def within(origin: str | None) -> Manager[None]:
    """Work in the trace of an event, which the present span may be in already."""
    here, caller = trace.get_current_span(), sent(origin)
    if here.is_recording() and (caller is None or caller.trace_id == here.get_span_context().trace_id):
        return nullcontext()
    return followed(caller)


def _operation(bus: str, name: str, topics: list[str]) -> dict[str, str | int]:
    told: dict[str, str | int] = {
        "messaging.system": bus,
        "messaging.operation.name": name,
        "messaging.operation.type": name,
    }
    return told | ({"messaging.destination.name": topics[0]} if len(topics) == 1 else {})


def _name(operation: str, topics: list[str]) -> str:
    return f"{operation} {topics[0]}" if len(topics) == 1 else operation


def _links(origins: Iterable[str | None]) -> list[Link]:
    """One for each span, however many events it emitted."""
    contexts: Iterable[SpanContext | None] = map(sent, dict.fromkeys(origins))
    return [Link(context) for context in islice(filter(None, contexts), MOST_LINKS)]
