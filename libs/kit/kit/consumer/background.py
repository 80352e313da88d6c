"""Relay and reader of a service, from its start to its end."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import func, select

from kit.bus import connect
from kit.consumer.dead_letters import count_waiting
from kit.consumer.reading import Reading
from kit.consumer.registry import Consumer
from kit.outbox import Relay
from kit.outbox.tables import OutboxEvent
from kit.telemetry.metrics import Reading as Figures
from kit.worker import Worker


@asynccontextmanager
async def background(app: FastAPI, consumer: Consumer | None) -> AsyncIterator[None]:
    """Adds their health to /readyz and their figures to /metrics. On leaving, what is begun is finished first."""
    settings, database = app.state.settings, app.state.database
    bus = connect(settings.bus_url)
    workers: list[Worker] = [Relay(database, bus, settings.service)]
    if consumer is not None and consumer.events:
        workers.append(Reading(database, bus, consumer))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bus.close)
        for worker in workers:
            app.state.checks[worker.name] = worker.check
            await stack.enter_async_context(worker.running())
        app.state.metrics.readings.append(_reading(workers))
        yield


def _reading(workers: list[Worker]) -> Figures:
    async def read(app: FastAPI) -> Mapping[str, float]:
        figures = {f"{type(worker).__name__.lower()}_beat_age_seconds": worker.age for worker in workers}
        for worker in workers:
            figures |= worker.figures()
        async with app.state.database.session() as session:
            waiting = OutboxEvent.published_at.is_(None)
            age = func.extract("epoch", func.now() - func.min(OutboxEvent.emitted_at))
            row = (await session.execute(select(func.count(), func.coalesce(age, 0)).where(waiting))).one()
            figures["outbox_waiting_events"], figures["outbox_oldest_seconds"] = float(row[0]), float(row[1])
            figures["dead_letters_waiting"] = float(await count_waiting(session))
        return figures

    return read
