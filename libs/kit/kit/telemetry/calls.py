"""Spans of outgoing HTTP calls: whom, how and with what end. Never the address itself, which may name persons."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from opentelemetry.trace import SpanKind

from kit.telemetry.spans import begun, fail

FAULT = 400


@contextmanager
def called(method: str, host: str, port: int | None) -> Iterator[Callable[[int], None]]:
    """Gives a function that takes the status of the answer."""
    attributes: dict[str, str | int] = {"http.request.method": method, "server.address": host}
    if port:
        attributes["server.port"] = port
    with begun(method, SpanKind.CLIENT, attributes=attributes) as span:

        def answered(status: int) -> None:
            span.set_attribute("http.response.status_code", status)
            if status >= FAULT:
                fail(span, str(status))

        yield answered
