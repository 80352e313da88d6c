"""What a service tells about itself: JSON logs, Prometheus figures, OpenTelemetry traces. `install` gives all of it.

app.state.metrics.readings.append(outbox_depth)      async (app) -> {"outbox_depth": 12}
headers["traceparent"] = telemetry.traceparent()     on outgoing calls that are not made by kit.http
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from kit.settings import Settings
from kit.telemetry import logs
from kit.telemetry.metrics import Metrics
from kit.telemetry.middleware import LABEL, Telemetry
from kit.telemetry.spans import Spans
from kit.telemetry.trace import traceparent

__all__ = ["LABEL", "Metrics", "Spans", "install", "running", "traceparent"]


def install(app: FastAPI, settings: Settings, spans: Spans | None = None) -> None:
    """Measures all that is added to the app before this, so it comes after the other middleware."""
    logs.configure(settings)
    app.state.metrics = Metrics(settings.service)
    app.state.spans = spans or Spans.of(settings)
    app.add_middleware(Telemetry, metrics=app.state.metrics, spans=app.state.spans)


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """While the app runs, with its database there."""
    spans: Spans | None = app.state.spans
    async with app.state.metrics.watching_loop():
        if spans is None:
            yield
            return
        spans.watch(app.state.database.engine.sync_engine)
        with spans.present():
            yield
        spans.close()
