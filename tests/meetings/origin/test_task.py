"""A meeting is called about a task or an alert that its caller may see."""

from typing import Any
from uuid import uuid4

from tests.meetings.hall import Hall


async def task_of(desk: Any) -> dict[str, Any]:
    given = {"agency": "H02.14", "title": "Rà soát hạ tầng số", "priority": "normal", "lead": {"agency": "H02.14"}}
    made: dict[str, Any] = await desk.made("/tasks", **given)
    return made


def asked(task: str) -> dict[str, Any]:
    return {"origin_service": "governance", "origin_kind": "task", "origin_id": task}


async def test_a_meeting_about_a_task_goes_on_with_its_story_and_leads_back(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    task = await task_of(chair)
    headers = {**hall.headers(chair), "Accept": "text/html"}
    form = await hall.http.get("/meetings/new", params=asked(task["id"]), headers=headers)
    assert "Họp về nhiệm vụ: Rà soát hạ tầng số" in form.text
    assert f'name="origin_id" value="{task["id"]}"' in form.text
    meeting = await hall.call(chair, **asked(task["id"]))
    assert meeting["origin_path"] == f"/governance/tasks/{task['id']}"
    assert meeting["correlation_id"] == task["correlation_id"]
    page = await hall.http.get(f"/meetings/meetings/{meeting['id']}", headers=headers)
    assert f'href="/governance/tasks/{task["id"]}"' in page.text
    card = f"/meetings/meetings/{meeting['id']}/origin"
    for state, words in (("waiting", "Chưa thực hiện"), ("in_progress", "Đang thực hiện")):
        if state == "in_progress":
            started = await chair.post(f"/tasks/{task['id']}/actions/start", version=task["version"])
            assert started.status_code == 200, started.text
        told = (await hall.ask(chair, "GET", f"/{meeting['id']}/origin")).json()
        assert (told["title"], told["state"]) == ("Rà soát hạ tầng số", state)
        assert words in (await hall.http.get(card, headers=headers)).text


async def test_what_the_caller_may_not_see_is_nothing_to_meet_about(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    other = await hall.person("nguoila", "Lê Văn Lạ", "H02.21")
    task = await task_of(chair)
    times = {"starts_at": "2026-11-24T08:00", "ends_at": "2026-11-24T09:00"}
    mixed = {"origin_service": "monitoring", "origin_kind": "task", "origin_id": task["id"]}
    for desk, origin in ((other, asked(task["id"])), (chair, asked(str(uuid4()))), (chair, mixed)):
        data = {"title": "Họp", "chair": str(desk.id), **times, **origin}
        answer = await hall.ask(desk, "POST", json=data)
        assert (answer.status_code, answer.json()["code"]) == (422, "origin-unknown")


async def test_while_monitoring_is_away_nothing_is_called_about_its_alerts(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    settings = hall.app.state.settings.model_copy(update={"monitoring_url": "http://127.0.0.1:1"})
    hall.app.state.settings = settings
    alert = {"origin_service": "monitoring", "origin_kind": "alert", "origin_id": str(uuid4())}
    times = {"starts_at": "2026-11-24T08:00", "ends_at": "2026-11-24T09:00"}
    answer = await hall.ask(chair, "POST", json={"title": "Họp", "chair": str(chair.id), **times, **alert})
    assert (answer.status_code, answer.json()["code"]) == (503, "origin-away")
