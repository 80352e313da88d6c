"""Events from commit to handled, and how many a second with effects in the database.

python -m tests.bench.events [redis] [kafka]

Publisher and consumer are two processes with a database each, as in the product. Latency: one event at a time, from
the return of the commit to the handler's own commit. Throughput: emitters in batches of 20 at full speed while relay
and consumer run; the time is that of the last effect. Medians of the rounds; beside them what the disk can do.
"""

import asyncio
import os
import statistics
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from uvloop import run

from embedded import kafka, valkey
from embedded.postgres import running as postgres_running
from kit import migrate
from kit.bus import connect
from kit.consumer import Consumer, Reading, Received
from kit.contracts.lgsp_gateway import LATENCY_BOUNDS_MS, ExchangesSummarised
from kit.db import Database
from kit.outbox import Relay, emit

ROUNDS, SINGLE, MANY, EACH = 5, 100, 10_000, 20
ADD = text("""
INSERT INTO tally (service, calls, at) VALUES (:service, :calls, clock_timestamp())
ON CONFLICT (service) DO UPDATE SET calls = tally.calls + excluded.calls, at = excluded.at
""")
TABLE = "CREATE TABLE tally (service text PRIMARY KEY, calls bigint NOT NULL, at timestamptz)"


async def fold(session: AsyncSession, events: list[Received[ExchangesSummarised]]) -> None:
    sums: dict[str, int] = {}
    for received in events:
        sums[received.event.service] = sums.get(received.event.service, 0) + received.event.calls
    await session.execute(ADD, [{"service": name, "calls": calls} for name, calls in sorted(sums.items())])


def summary(number: int) -> ExchangesSummarised:
    return ExchangesSummarised(
        client="VN/GOV/H02.05/mot-cua",
        service=f"VN/GOV/H02.01/danh-muc/{number % 20}",
        minute="2026-11-23T08:00:00Z",
        since="2026-11-23T08:00:01Z",
        until="2026-11-23T08:00:59Z",
        calls=1,
        latency=[0] * len(LATENCY_BOUNDS_MS) + [1],
    )


async def consume(database_url: str, bus_url: str, stop: Signal) -> None:
    database, bus, consumer = Database(database_url), connect(bus_url), Consumer("monitoring")
    consumer.on(ExchangesSummarised)(fold)
    reading = Reading(database, bus, consumer)
    async with reading.running():
        await asyncio.to_thread(stop.wait)
    await bus.close()
    await database.dispose()
    print(f"    consumer: {process_time() / max(reading.handled, 1) * 1e6:.0f} µs of processor an event")


def consumer_process(database_url: str, bus_url: str, stop: Signal) -> None:
    run(consume(database_url, bus_url, stop))


@contextmanager
def consuming(database_url: str, bus_url: str) -> Iterator[BaseProcess]:
    context = get_context("spawn")
    stop = context.Event()
    process = context.Process(target=consumer_process, args=(database_url, bus_url, stop))
    process.start()
    try:
        yield process
    finally:
        stop.set()
        process.join()


@asynccontextmanager
async def publishing(database: Database, bus_url: str) -> AsyncIterator[Relay]:
    bus = connect(bus_url)
    relay = Relay(database, bus, "lgsp-gateway")
    async with relay.running():
        yield relay
    await bus.close()


async def handled(effects: Database) -> int:
    async with effects.session() as session:
        return int((await session.execute(text("SELECT coalesce(sum(calls), 0) FROM tally"))).scalar_one())


async def until(effects: Database, wanted: int, every: float) -> None:
    while await handled(effects) < wanted:
        await asyncio.sleep(every)


async def latency(source: Database, effects: Database) -> list[float]:
    """Milliseconds; what the looking costs (about 1 ms) is in them."""
    before, took = await handled(effects), []
    for number in range(SINGLE):
        async with source.session() as session:
            await emit(session, summary(number))
        start = perf_counter()
        await until(effects, before + number + 1, 0.0005)
        took.append((perf_counter() - start) * 1000)
    return took


async def throughput(source: Database, effects: Database) -> float:
    before, start = await handled(effects), perf_counter()

    async def office(share: int) -> None:
        for number in range(0, share, EACH):
            async with source.session() as session:
                await emit(session, *[summary(number + one) for one in range(EACH)])

    await asyncio.gather(*[office(MANY // 4) for _ in range(4)])
    await until(effects, before + MANY, 0.02)
    return MANY / (perf_counter() - start)


async def measure(name: str, bus_url: str, source_url: str, effects_url: str) -> None:
    source, effects = Database(source_url), Database(effects_url)
    async with effects.session() as session:
        await session.execute(text(TABLE))
    async with AsyncExitStack() as stack:
        stack.enter_context(consuming(effects_url, bus_url))
        await stack.enter_async_context(publishing(source, bus_url))
        await latency(source, effects)
        singles, rates, spent = [], [], 0.0
        for _ in range(ROUNDS):
            singles += await latency(source, effects)
            start = process_time()
            rates.append(await throughput(source, effects))
            spent += process_time() - start
        ranks = statistics.quantiles(singles, n=100)
        print(f"{name}: commit to handled p50 {ranks[49]:.1f} ms, p99 {ranks[98]:.1f} ms ({len(singles)} events)")
        print(f"    {statistics.median(rates):.0f} events/s ({', '.join(f'{rate:.0f}' for rate in rates)})")
        print(f"    publisher: {spent / ROUNDS / MANY * 1e6:.0f} µs of processor an event, emitting and relaying")
    await source.dispose()
    await effects.dispose()


def fsyncs(folder: Path) -> float:
    """A second, of one file, 4 KiB each."""
    with (folder / "fsync").open("wb", buffering=0) as file:
        start = perf_counter()
        for _ in range(200):
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
        return 200 / (perf_counter() - start)


def main(names: list[str]) -> None:
    with TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        server = stack.enter_context(postgres_running(folder / "postgres"))
        print(f"fsync/s: {fsyncs(folder):.0f}; PostgreSQL and bus make every commit durable")
        for name in names:
            if name == "kafka":
                url = f"kafka://{stack.enter_context(kafka.running(folder / 'kafka'))}"
            else:
                url = stack.enter_context(valkey.running(folder / "valkey"))
            source, effects = server.create_database(f"source_{name}"), server.create_database(f"effects_{name}")
            for database in (source, effects):
                migrate.upgrade(database, "monitoring")
            run(measure(name, url, source, effects))


if __name__ == "__main__":
    main(sys.argv[1:] or ["redis"])
