"""From published minutes to tasks of governance and back, over a real bus that may be away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from kit.consumer import Received
from kit.contracts.governance import Origin, TaskChanged, TaskOpened, TaskState
from kit.contracts.meetings import MinutesPublished
from kit.outbox.tables import OutboxEvent
from meetings.minutes.consumers import changed
from meetings.minutes.tables import ActionTask
from tests.governance.office import NOW, Office
from tests.governance.office import opened as office_opened
from tests.governance.task.telling import tasks_of, until
from tests.meetings.hall import opened
from tests.meetings.minutes.afterwards import Afterwards
from tests.support.tokens import TestKeys

SECONDS = 60
NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture
async def listening(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Office]:
    folder = (tmp_path / "files").as_uri()
    urls = (make_database("governance"), valkey_url)
    async with office_opened(*urls, keys, files_url=folder, run_background=True) as office:
        yield office


async def test_published_while_the_bus_is_away_nothing_is_lost_and_the_task_shows_back(
    listening: Office, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path
) -> None:
    database, files = make_database("meetings"), (tmp_path / "records").as_uri()
    more = {"files_url": files, "run_background": True}
    async with opened(listening, database, keys, **more, bus_url=NOBODY) as hall:
        after = await Afterwards.of(hall)
        await after.hold()
        await after.draft()
        item = await after.conclude("Rà soát ba xã", lead=f"H02.14//{after.delegate.id}")
        assert (await after.publish())["state"] == "published"
        assert (await after.withdraw(after.chair)).status_code == 200
        more_to_do = await after.conclude("Cấp kinh phí", lead="H02.14")
        assert (await after.publish())["edition"] == 2
        async with hall.app.state.database.session() as session:
            waiting = await session.scalar(
                select(func.count()).select_from(OutboxEvent).where(OutboxEvent.topic == MinutesPublished.topic)
            )
        assert waiting == 2
    async with opened(listening, database, keys, **more) as hall:
        after.hall, hall.now = hall, listening.now
        task, _ = await until(listening, 2, UUID(item["id"]), UUID(more_to_do["id"]))
        assert (task.title, task.agency, task.lead_person_id) == ("Rà soát ba xã", "H02.14", after.delegate.id)
        await _shows(after, "Chưa thực hiện", f"/governance/tasks/{task.id}")
        started = await after.delegate.post(f"/tasks/{task.id}/actions/start", version=1)
        assert started.status_code == 200, started.text
        await _shows(after, "Đang thực hiện", f"/governance/tasks/{task.id}")
        assert len(await tasks_of(listening, UUID(item["id"]), UUID(more_to_do["id"]))) == 2
        assert "Đã công bố biên bản cuộc họp lúc 23/11/2026 08:30" in await _bell(after)


async def _bell(after: Afterwards) -> str:
    """Of the delegate, once the last of what was told has arrived."""
    async with asyncio.timeout(SECONDS):
        while "Đã công bố" not in (text := (await after.delegate.page("/notifications")).text):
            await asyncio.sleep(0.05)
    return text


async def _shows(after: Afterwards, state: str, path: str) -> None:
    async with asyncio.timeout(SECONDS):
        while True:
            card = (await after.page(after.secretary, "GET", "/minutes/card")).text
            if state in card and path in card:
                return
            await asyncio.sleep(0.05)


def told(item: UUID, task: UUID, state: TaskState, version: int, **more: Any) -> Received[TaskChanged]:
    origin = Origin(service="meetings", kind="minutes", id=item, path="/meetings/meetings/1")
    facts = {"origin": origin, "path": f"/governance/tasks/{task}", **more}
    event = TaskChanged(task_id=task, state=state, agency="H02.14", lead_agency="H02.21", **facts)
    return Received(event, uuid4(), str(task), version, "", NOW)


async def test_an_older_event_changes_nothing_and_tasks_of_others_are_none_of_ours(after: Afterwards) -> None:
    item, task, other = uuid4(), uuid4(), uuid4()
    alert = Origin(service="monitoring", kind="alert", id=uuid4(), path="/monitoring/alerts/1")
    async with after.hall.app.state.database.session() as session:
        await changed(session, [told(item, task, "submitted", 4, progress=90)])
        await changed(session, [told(item, task, "in_progress", 3), told(item, other, "waiting", 1, origin=alert)])
        await changed(session, [told(item, other, "waiting", 1, origin=None)])
    async with after.hall.app.state.database.session() as session:
        rows = (await session.scalars(select(ActionTask))).all()
    assert [(one.task_id, one.state, one.progress, one.version) for one in rows] == [(task, "submitted", 90, 4)]


def test_both_topics_are_followed(after: Afterwards) -> None:
    assert {TaskOpened.topic, TaskChanged.topic} <= set(after.hall.app.state.consumer.events)
