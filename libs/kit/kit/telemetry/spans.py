"""OpenTelemetry spans, exported over OTLP/HTTP. Without an `otlp_endpoint` no span is made.

`begun` makes one below whatever the present work is; the work knows the Spans of its service by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from opentelemetry import trace as api
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import INVALID_SPAN, Link, NonRecordingSpan, Span, SpanContext, SpanKind, StatusCode
from sqlalchemy import Engine, event

from kit.settings import Settings


class Spans:
    """The spans of one service; `bus` is what its events go over."""

    def __init__(self, service: str, exporter: SpanExporter, *, bus: str = "redis") -> None:
        self.bus = bus
        self.provider = TracerProvider(resource=Resource.create({"service.name": service}))
        self.provider.add_span_processor(BatchSpanProcessor(exporter))
        self.tracer = self.provider.get_tracer("kit")

    @classmethod
    def of(cls, settings: Settings) -> "Spans | None":
        if not settings.otlp_endpoint:
            return None
        endpoint = f"{settings.otlp_endpoint.rstrip('/')}/v1/traces"
        bus = "kafka" if urlsplit(settings.bus_url).scheme == "kafka" else "redis"
        return cls(settings.service, OTLPSpanExporter(endpoint=endpoint), bus=bus)

    @contextmanager
    def present(self) -> Iterator[None]:
        """What is done inside, and tasks begun inside, belong to this service."""
        current.set(self)  # not taken back by token: a lifespan may end in another task than it began in
        try:
            yield
        finally:
            current.set(None)

    @contextmanager
    def request(self, name: str, caller: SpanContext | None) -> Iterator[Span]:
        """Below the caller's span if it sent one."""
        token = current.set(self)
        try:
            with begun(name, SpanKind.SERVER, parent=caller) as span:
                yield span
        finally:
            current.reset(token)

    def watch(self, engine: Engine) -> None:
        """A span for each statement, with its text and without its values."""

        def before(_c: Any, _cu: Any, statement: str, _p: Any, context: Any, _m: Any) -> None:
            if api.get_current_span().is_recording():
                attributes = {"db.system.name": "postgresql", "db.query.text": statement[:500]}
                name = statement.split(None, 1)[0].upper() if statement.strip() else "SQL"
                context.span = self.tracer.start_span(name, kind=SpanKind.CLIENT, attributes=attributes)

        def after(_c: Any, _cu: Any, _s: str, _p: Any, context: Any, _m: Any) -> None:
            _end(context)

        def failed(failure: Any) -> None:
            _end(failure.execution_context, StatusCode.ERROR)

        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
        event.listen(engine, "handle_error", failed)

    def close(self) -> None:
        self.provider.shutdown()


current: ContextVar[Spans | None] = ContextVar("spans", default=None)


@contextmanager
def begun(
    name: str,
    kind: SpanKind,
    *,
    parent: SpanContext | None = None,
    links: Sequence[Link] = (),
    attributes: Mapping[str, str | int] | None = None,
) -> Iterator[Span]:
    """Below `parent`, or else the present span. Of an error only its kind is told: its words may hold anything."""
    if (spans := current.get()) is None:
        yield INVALID_SPAN
        return
    above = api.set_span_in_context(NonRecordingSpan(parent)) if parent else None
    span = spans.tracer.start_span(name, above, kind, attributes, links)
    with api.use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False):
        try:
            yield span
        except Exception as error:
            fail(span, type(error).__name__)
            raise


def fail(span: Span, reason: str) -> None:
    span.set_attribute("error.type", reason)
    span.set_status(StatusCode.ERROR)


def _end(context: Any, status: StatusCode = StatusCode.UNSET) -> None:
    span: Span | None = context.__dict__.pop("span", None) if context is not None else None
    if span is not None:
        span.set_status(status)
        span.end()
