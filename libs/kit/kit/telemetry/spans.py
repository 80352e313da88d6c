"""OpenTelemetry spans, exported over OTLP/HTTP. Without an `otlp_endpoint` no span is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opentelemetry import trace as api
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, StatusCode
from sqlalchemy import Engine, event

from kit.settings import Settings


class Spans:
    """The spans of one service."""

    def __init__(self, service: str, exporter: SpanExporter) -> None:
        self.provider = TracerProvider(resource=Resource.create({"service.name": service}))
        self.provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self.provider.get_tracer("kit")

    @classmethod
    def of(cls, settings: Settings) -> "Spans | None":
        if not settings.otlp_endpoint:
            return None
        endpoint = f"{settings.otlp_endpoint.rstrip('/')}/v1/traces"
        return cls(settings.service, OTLPSpanExporter(endpoint=endpoint))

    @contextmanager
    def span(self, name: str, caller: SpanContext | None) -> Iterator[Span]:
        """Of a request, below the caller's span if it sent one."""
        parent = api.set_span_in_context(NonRecordingSpan(caller)) if caller else None
        with self._tracer.start_as_current_span(name, parent, SpanKind.SERVER, record_exception=False) as span:
            yield span

    def watch(self, engine: Engine) -> None:
        """A span for each statement, with its text and without its values."""

        def before(_c: Any, _cu: Any, statement: str, _p: Any, context: Any, _m: Any) -> None:
            if api.get_current_span().is_recording():
                attributes = {"db.system.name": "postgresql", "db.query.text": statement[:500]}
                name = statement.split(None, 1)[0].upper() if statement.strip() else "SQL"
                context.span = self._tracer.start_span(name, kind=SpanKind.CLIENT, attributes=attributes)

        def after(_c: Any, _cu: Any, _s: str, _p: Any, context: Any, _m: Any) -> None:
            _end(context)

        def failed(failure: Any) -> None:
            _end(failure.execution_context, StatusCode.ERROR)

        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
        event.listen(engine, "handle_error", failed)

    def close(self) -> None:
        self.provider.shutdown()


def _end(context: Any, status: StatusCode = StatusCode.UNSET) -> None:
    span: Span | None = context.__dict__.pop("span", None) if context is not None else None
    if span is not None:
        span.set_status(status)
        span.end()
