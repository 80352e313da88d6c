"""Prometheus figures of one app, each app with its own registry."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from time import perf_counter

from fastapi import FastAPI
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

Reading = Callable[[FastAPI], Awaitable[Mapping[str, float]]]
"""Gives values by the name of their gauge when somebody asks for the figures."""

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
TICK_SECONDS = 0.5
BUDGET_SECONDS = 1.0
SERIES = 2000
disable_created_metrics()  # type: ignore[no-untyped-call]  # the birth of each series doubles the figures for nothing


class Metrics:
    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        self._labels = {"service": service}
        self._requests = Counter(
            "http_requests",
            "Answers by route template",
            ["service", "method", "route", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "http_request_seconds",
            "Time to the end of the answer",
            ["service", "route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.in_flight = self.gauge("http_requests_in_flight", "Requests being answered")
        self.loop_lag = self.gauge("event_loop_lag_seconds", "How late the loop was, worst since the last reading")
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._gauges: dict[str, Gauge] = {}
        self.readings: list[Reading] = [_pool]

    def gauge(self, name: str, about: str) -> Gauge:
        return Gauge(name, about, ["service"], registry=self.registry).labels(**self._labels)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        counter, histogram = self._children.get((method, route, status)) or self._child(method, route, status)
        counter.inc()
        histogram.observe(seconds)

    def _child(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """Bounded: made-up methods or a forgotten template must not fill the memory."""
        if len(self._children) >= SERIES:
            method, route = "other", "other"
        child = (
            self._requests.labels(**self._labels, method=method, route=route, status=str(status)),
            self._seconds.labels(**self._labels, route=route),
        )
        self._children[method, route, status] = child
        return child

    async def exposition(self, app: FastAPI) -> bytes:
        for reading in self.readings:
            with suppress(Exception):  # a figure that cannot be had is left out, the others are given
                async with asyncio.timeout(BUDGET_SECONDS):
                    self._show(await reading(app))
        figures = generate_latest(self.registry)
        self.loop_lag.set(0)
        return figures

    def _show(self, values: Mapping[str, float]) -> None:
        for name, value in values.items():
            if name not in self._gauges:
                self._gauges[name] = self.gauge(name, name.replace("_", " "))
            self._gauges[name].set(value)

    @asynccontextmanager
    async def watching_loop(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._measure_lag(), name="event loop lag")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _measure_lag(self) -> None:
        while True:
            before = perf_counter()
            await asyncio.sleep(TICK_SECONDS)
            late = perf_counter() - before - TICK_SECONDS
            self.loop_lag.set(max(late, self.loop_lag._value.get()))  # noqa: SLF001 - no public reader


async def _pool(app: FastAPI) -> Mapping[str, float]:
    pool = app.state.database.engine.pool
    return {"database_connections_used": pool.checkedout(), "database_connections_most": pool.size()}
