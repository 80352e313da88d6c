"""The place shows the task: what governance tells of tasks that came of alerts; many alerts at once; the bus away."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from kit.contracts.governance import Origin, TaskChanged, TaskOpened
from kit.contracts.meetings import MeetingCalled, MeetingCancelled
from kit.units import Level, register
from tests.monitoring.alert.guard import RAISED, Guard
from tests.monitoring.watch import API, SECONDS_TO_ARRIVE

MANY = 300


def task(alert: dict[str, Any], task_id: UUID, kind: str = "alert", **values: Any) -> dict[str, Any]:
    origin = Origin(service="monitoring", kind=kind, id=UUID(alert["id"]), path=f"/monitoring/alerts/{alert['id']}")
    facts = {"agency": "H02.01", "lead_agency": "H02.07", "state": "waiting", "path": f"/governance/tasks/{task_id}"}
    return {"task_id": task_id, "origin": origin, "due_on": date(2026, 12, 9), **facts, **values}


async def tasks(guard: Guard, alert: dict[str, Any], state: str) -> list[dict[str, Any]]:
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while True:
            found: list[dict[str, Any]] = (await guard.get(f"/alerts/{alert['id']}"))["tasks"]
            if [one["state"] for one in found] == [state]:
                return found
            await asyncio.sleep(0.05)


async def meetings(guard: Guard, alert: dict[str, Any], state: str) -> list[dict[str, Any]]:
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while True:
            found: list[dict[str, Any]] = (await guard.get(f"/alerts/{alert['id']}"))["meetings"]
            if [one["state"] for one in found] == [state]:
                return found
            await asyncio.sleep(0.05)


async def test_the_alert_shows_its_task_as_it_was_told_last(guard: Guard) -> None:
    await guard.rule()
    await guard.figure("P5.1", "2026-Q1", 62)
    alert = await guard.one("raised")
    number = uuid4()
    await guard.watch.tell(TaskOpened(**task(alert, uuid4(), kind="document")), TaskOpened(**task(alert, number)))
    await tasks(guard, alert, "waiting")
    await guard.watch.tell(TaskChanged(**task(alert, number, state="in_progress", progress=40)), version=3)
    (shown,) = await tasks(guard, alert, "in_progress")
    assert (shown["progress"], shown["due_on"], shown["path"]) == (40, "2026-12-09", f"/governance/tasks/{number}")
    await guard.watch.tell(TaskChanged(**task(alert, number, state="waiting")), version=2)
    await guard.watch.tell(TaskChanged(**task(alert, number, state="completed", progress=100)), version=4)
    await tasks(guard, alert, "completed")
    for path in (f"/monitoring/alerts/{alert['id']}", "/monitoring/alerts/of/P5.1"):
        page = await guard.http.get(path, headers={**guard.headers, "Accept": "text/html"})
        assert f"/governance/tasks/{number}" in page.text
        assert "Hoàn thành" in page.text


async def test_the_alert_shows_the_meetings_called_about_it(guard: Guard) -> None:
    await guard.rule()
    await guard.figure("P5.1", "2026-Q1", 62)
    alert = await guard.one("raised")
    number, begins = uuid4(), datetime(2026, 11, 24, 1, tzinfo=UTC)
    origin = Origin(service="monitoring", kind="alert", id=UUID(alert["id"]), path=f"/monitoring/alerts/{alert['id']}")
    facts = {"agency": "H02.01", "starts_at": begins, "ends_at": begins + timedelta(hours=1), "path": f"/m/{number}"}
    other = MeetingCalled(meeting_id=uuid4(), state="planned", **facts)
    called = MeetingCalled(meeting_id=number, state="planned", origin=origin, **facts)
    await guard.watch.tell(other, called)
    await meetings(guard, alert, "planned")
    cancelled = MeetingCancelled(meeting_id=number, state="cancelled", origin=origin, **facts)
    await guard.watch.tell(cancelled, version=2)
    (shown,) = await meetings(guard, alert, "cancelled")
    assert shown["meeting_id"] == str(number)
    page = await guard.http.get(f"/monitoring/alerts/{alert['id']}", headers={**guard.headers, "Accept": "text/html"})
    assert f"/m/{number}" in page.text
    assert "24/11/2026 08:00" in page.text


async def test_three_hundred_at_once_are_raised_in_one_go_each_once(guard: Guard) -> None:
    communes = [unit.code for unit in register().units_at(date(2026, 3, 31), Level("commune"))][: MANY // 3]
    places = [(code, area) for code in ("P5.1", "P5.2", "P5.3") for area in communes]
    share = {"numerator": 50, "denominator": 100}
    rows = [{"code": code, "period": "2026-Q1", "level": "commune", "area": area, **share} for code, area in places]
    for start in range(0, len(rows), 100):
        data = {"rows": rows[start : start + 100], "reason": "báo cáo quý"}
        answer = await guard.http.post(f"{API}/observations/batch", json=data, headers=guard.headers)
        assert answer.status_code == 200, answer.text
    await guard.judged()
    await guard.rule(level="commune", bound=80, recovery=90)
    told = await guard.told(RAISED, len(places))
    assert len({one["data"]["alert_id"] for one in told}) == len(told) == len(places)
    assert len({one["correlationid"] for one in told}) == len(places)
    await guard.rule(name="xét lại", enabled=False)
    await guard.judged()
    assert len(await guard.heard(RAISED)) == len(places)
