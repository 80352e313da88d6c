"""Each reminder once, to whom it concerns; what is overdue is on record."""

from typing import Any

from governance.task.background import remind_of_tasks
from kit.jobs.runner import run_if_due
from tests.governance.office import Desk
from tests.governance.task.scene import Scene


async def told(desk: Desk) -> list[str]:
    """Kinds of reminders, oldest first."""
    items = (await desk.get("/notifications")).json()["items"]
    return [one["kind"] for one in reversed(items) if one["kind"] in {"task_soon", "task_today", "task_overdue"}]


async def pass_days(scene: Scene, days: int) -> None:
    """The job runs each day, as it would, and once more at noon."""
    for _ in range(days):
        scene.office.pass_(days=1)
        for hours in (0, 4):
            scene.office.pass_(hours=hours)
            await run_if_due(scene.office.app, remind_of_tasks, scene.office.now)
        scene.office.pass_(hours=-4)


async def steps(scene: Scene) -> list[dict[str, Any]]:
    return list((await scene.giver.get(f"/tasks/{scene.task['id']}/steps")).json())


async def test_before_on_the_day_and_after_each_once(scene: Scene) -> None:
    """Due on Monday the 7th of December: five and two working days before are the 30th and the 3rd."""
    await scene.given(due_on="2026-12-07")
    await pass_days(scene, 6)
    assert await told(scene.lead) == []
    await pass_days(scene, 1)
    assert await told(scene.lead) == ["task_soon"]
    await pass_days(scene, 2)
    assert await told(scene.lead) == ["task_soon"]
    await pass_days(scene, 5)
    assert await told(scene.lead) == ["task_soon", "task_soon", "task_today"]
    assert await told(scene.giver) == []
    await pass_days(scene, 3)
    assert await told(scene.lead) == ["task_soon", "task_soon", "task_today", "task_overdue"]
    assert await told(scene.giver) == ["task_overdue"]
    assert await told(scene.coordinating) == ["task_today"]
    assert await told(scene.stranger) == []
    assert [one["action"] for one in await steps(scene)] == ["overdue", "open"]
    assert (await scene.lead.get("/tasks", state="overdue")).json()["items"][0]["overdue"]


async def test_a_new_deadline_is_reminded_of_anew(scene: Scene) -> None:
    await scene.given(due_on="2026-11-24")
    await pass_days(scene, 2)
    assert await told(scene.lead) == ["task_today", "task_overdue"]
    await scene.do(scene.lead, "ask_extension", note="Chờ", due_on="2026-11-27")
    await scene.do(scene.giver, "grant_extension")
    await pass_days(scene, 4)
    assert await told(scene.lead) == ["task_today", "task_overdue", "task_soon", "task_today", "task_overdue"]


async def test_who_handed_it_in_is_left_alone(scene: Scene) -> None:
    await scene.given(due_on="2026-11-25")
    await scene.do(scene.lead, "submit")
    await pass_days(scene, 5)
    assert await told(scene.lead) == []
    assert not (await scene.giver.get(f"/tasks/{scene.task['id']}")).json()["overdue"]


async def test_who_helps_by_an_earlier_day_is_reminded_of_that_one(scene: Scene) -> None:
    """Due on Friday the 4th of December, the whole ten days later."""

    async def heard(desk: Desk) -> list[str]:
        items = (await desk.get("/notifications")).json()["items"]
        return [one["kind"] for one in reversed(items) if one["kind"].startswith("task_help")]

    await scene.given(due_on="2026-12-14", coordinating=[{"agency": "H02.21", "due_on": "2026-12-04"}])
    await pass_days(scene, 11)
    assert await heard(scene.coordinating) == ["task_help_soon", "task_help_soon", "task_help_today"]
    assert await heard(scene.lead) == []
    await pass_days(scene, 4)
    assert (await heard(scene.coordinating))[3:] == ["task_help_overdue"]
    assert await heard(scene.lead) == ["task_help_overdue"]
    assert await heard(scene.giver) == []
