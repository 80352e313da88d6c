"""Measures, logs and traces every request: by the template of its path, for paths themselves may name persons."""

import logging
from contextlib import AbstractContextManager
from time import perf_counter

from opentelemetry.trace import Span
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.telemetry.metrics import Metrics
from kit.telemetry.spans import Spans, fail
from kit.telemetry.trace import followed, sent

log = logging.getLogger("access")
LABEL = "telemetry.route"
"""Key of the scope where an app without routes, such as a proxy, says what a path counts as."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SERVER_FAULT = 500
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class Telemetry:
    def __init__(self, app: ASGIApp, *, metrics: Metrics, spans: Spans | None) -> None:
        self.app = app
        self._metrics = metrics
        self._spans = spans

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        method = scope.get("method", "WEBSOCKET")
        began, status = perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                status = message["status"]
            elif message["type"] == "websocket.accept":
                status = 101
            await send(message)

        self._metrics.in_flight.inc()
        try:
            with self._traced(method, scope) as span:
                try:
                    await self.app(scope, receive, noted)
                finally:
                    self._close(method, scope, status or 500, perf_counter() - began)
                    if span is not None:
                        _describe(span, method, scope, status or 500)
        finally:
            self._metrics.in_flight.dec()

    def _traced(self, method: str, scope: Scope) -> AbstractContextManager[Span | None]:
        caller = sent(Headers(scope=scope).get("traceparent"))
        return self._spans.request(method, caller) if self._spans else followed(caller)

    def _close(self, method: str, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        method = method if method in METHODS or method == "WEBSOCKET" else "other"
        self._metrics.answered(method, route, status, seconds)
        if route not in QUIET:
            figures = {"method": method, "route": route, "status": status, "milliseconds": round(seconds * 1000, 2)}
            log.info("request", extra=figures)


def _describe(span: Span, method: str, scope: Scope, status: int) -> None:
    route = route_of(scope)
    span.update_name(f"{method} {route}")
    span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
    if status >= SERVER_FAULT:
        fail(span, str(status))


def route_of(scope: Scope) -> str:
    """`/lgsp-gateway/api/v1/members/{member_id}`, never the path itself; of a mounted app where it is mounted."""
    if label := scope.get(LABEL):
        return str(label)
    route, mount = scope.get("route"), scope.get("root_path")
    named = getattr(route, "path_format", None) or getattr(route, "path", None)
    return str(named or (f"{mount}/" if mount else "unmatched"))
