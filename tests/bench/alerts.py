"""From alerts raised in monitoring to tasks in governance, over the real bus.

python -m tests.bench.alerts

Publisher and consumer are two processes with a database each, as in the product. 300 alerts are emitted in one
transaction; the time is from its commit until the last of 300 tasks can be read, the longest of the rounds counts.
Ends with 1 when it is above LIMIT_SECONDS, or when a task is there more or less than once.
"""

import asyncio
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from sqlalchemy import text
from uvloop import run

from embedded import valkey
from embedded.postgres import running as postgres_running
from governance.background import consumer
from kit import migrate
from kit.bus import connect
from kit.consumer import Reading
from kit.contracts.monitoring import AlertRaised
from kit.db import Database
from kit.outbox import Relay, emit
from tests.bench.process import running_process

ALERTS, ROUNDS, LIMIT_SECONDS = 300, 5, 3.0
AGENCIES = ("H02.01", "H02.02", "H02.14", "H02.21", None)


def raised(number: int) -> AlertRaised:
    return AlertRaised(
        alert_id=uuid4(),
        rule_id=uuid4(),
        kind="threshold",
        severity="warning",
        indicator=f"P{number % 80}",
        indicator_name="Tỷ lệ hồ sơ xử lý trực tuyến toàn trình",
        unit="%",
        value=41.5,
        target=80,
        period="2026-Q3",
        agency=AGENCIES[number % len(AGENCIES)],
        raised_at=datetime.now(UTC),
        path="/monitoring/alerts/1",
    )


async def consume(database_url: str, bus_url: str) -> None:
    database, bus = Database(database_url), connect(bus_url)
    async with Reading(database, bus, consumer).running():
        await asyncio.Event().wait()


def consumer_process(database_url: str, bus_url: str) -> None:
    run(consume(database_url, bus_url))


async def count(governance: Database) -> tuple[int, int]:
    """Tasks, and how many alerts they are of."""
    counted = text("SELECT count(*), count(DISTINCT origin_id) FROM task")
    async with governance.session() as session:
        tasks, alerts = (await session.execute(counted)).one()
    return tasks, alerts


async def one_round(monitoring: Database, governance: Database, expected: int) -> float:
    async with monitoring.session() as session:
        await emit(session, *map(raised, range(ALERTS)), version=1)
    start = perf_counter()
    while (await count(governance))[0] < expected:
        await asyncio.sleep(0.005)
    return perf_counter() - start


async def measure(monitoring_url: str, governance_url: str, bus_url: str) -> int:
    monitoring, governance, bus = Database(monitoring_url), Database(governance_url), connect(bus_url)
    async with Relay(monitoring, bus, "monitoring").running():
        await one_round(monitoring, governance, ALERTS)  # the first one also starts the consumer
        took = [await one_round(monitoring, governance, ALERTS * (number + 2)) for number in range(ROUNDS)]
    tasks, alerts = await count(governance)
    shown = ", ".join(f"{seconds:.2f}" for seconds in took)
    print(f"{ALERTS} alerts to tasks: longest {max(took):.2f} s ({shown}); {tasks} tasks of {alerts} alerts")
    await bus.close()
    await monitoring.dispose()
    await governance.dispose()
    return int(max(took) > LIMIT_SECONDS or tasks != alerts)


def main() -> int:
    with TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        server = stack.enter_context(postgres_running(folder / "postgres"))
        bus_url = stack.enter_context(valkey.running(folder / "valkey"))
        monitoring, governance = server.create_database("monitoring"), server.create_database("governance")
        migrate.upgrade(monitoring, "monitoring")
        migrate.upgrade(governance, "governance")
        stack.enter_context(running_process(consumer_process, governance, bus_url))
        return run(measure(monitoring, governance, bus_url))


if __name__ == "__main__":
    sys.exit(main())
