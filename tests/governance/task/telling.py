"""monitoring, as far as governance hears of it."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from governance.task.tables import Task
from kit.bus import Message, connect
from kit.contracts.monitoring import AlertRaised, AlertRecovered
from kit.events import Envelope, Event
from tests.governance.office import Office

SECONDS_TO_ARRIVE = 60  # nothing waits so long but on a busy machine
MOMENT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def raised(alert: UUID | None = None, **more: Any) -> AlertRaised:
    facts = {
        "alert_id": alert or uuid4(),
        "rule_id": uuid4(),
        "kind": "threshold",
        "severity": "critical",
        "indicator": "P5.1",
        "indicator_name": "Tỷ lệ máy chủ được giám sát an toàn thông tin",
        "unit": "%",
        "value": 61.5,
        "target": 100.0,
        "period": "2026-Q3",
        "agency": "H02.14",
        "raised_at": MOMENT,
        "path": "/monitoring/alerts/1",
        **more,
    }
    return AlertRaised.model_validate(facts)


def recovered(event: AlertRaised, reason: str = "measured") -> AlertRecovered:
    return AlertRecovered.model_validate({**event.model_dump(), "recovered_at": MOMENT, "reason": reason})


async def send(bus_url: str, *envelopes: Envelope) -> None:
    bus = connect(bus_url)
    await bus.publish([Message(one.type, one.subject, one.to_json().encode()) for one in envelopes])
    await bus.close()


def wrapped(*events: Event, version: int = 1, story: str = "") -> list[Envelope]:
    return [Envelope.of(event, version=version, correlation_id=story or None) for event in events]


async def tasks_of(office: Office, *alerts: UUID) -> list[Task]:
    """Those that came of these alerts, in the order of their numbers."""
    async with office.app.state.database.session() as session:
        found = select(Task).where(Task.origin_id.in_(alerts)).order_by(Task.number)
        return list(await session.scalars(found))


async def until(office: Office, count: int, *alerts: UUID, state: str = "") -> list[Task]:
    """Once there are so many, in this state."""
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while True:
            tasks = await tasks_of(office, *alerts)
            if len([one for one in tasks if not state or one.state == state]) >= count:
                return tasks
            await asyncio.sleep(0.02)


def day(text: str) -> date:
    return date.fromisoformat(text)
