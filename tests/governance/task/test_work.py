"""How a piece of work goes, from being given to being judged."""

import asyncio

import pytest

from tests.governance.office import Office, Place
from tests.governance.task.scene import DUE, Scene, new_key


async def test_in_time_or_late_is_judged_by_working_days(scene: Scene) -> None:
    """Due on Friday the 27th; handed in on Monday is one working day late, whenever it is accepted."""
    await scene.given(due_on="2026-11-27")
    scene.office.pass_(days=7)
    await scene.do(scene.lead, "submit")
    scene.office.pass_(days=10)
    done = await scene.do(scene.giver, "complete")
    assert (done["submitted_on"], done["completed_on"], done["days_late"]) == ("2026-11-30", "2026-12-10", 1)


async def test_a_deadline_on_a_day_off_ends_with_the_next_working_day(scene: Scene) -> None:
    """24/11/2026 is the new Vietnamese Culture Day; 28/11 is a Saturday."""
    await scene.given(due_on="2026-11-28")
    scene.office.pass_(days=7)
    await scene.do(scene.lead, "submit")
    assert (await scene.do(scene.giver, "complete"))["days_late"] == 0


async def test_a_deadline_in_working_days(scene: Scene) -> None:
    task = await scene.given(due_on=None, due_days=2)
    assert task["due_on"] == "2026-11-26"


async def test_handed_on_down_to_a_person(scene: Scene) -> None:
    """Agency → division → person; who no longer takes part does not see it, who leads them still does."""
    await scene.given(lead={"agency": "H02.14"}, coordinating=[])
    assert (await scene.lead.get(f"/tasks/{scene.task['id']}")).status_code == 404
    await scene.do(scene.leader, "assign", to={"agency": "H02.14", "unit_id": scene.unit})
    await scene.do(scene.lead, "assign", to={"agency": "H02.14", "person_id": str(scene.member.id)})
    assert scene.task["lead"] == {
        "agency": "H02.14",
        "unit_id": scene.unit,
        "person_id": str(scene.member.id),
        "due_on": None,
    }
    for desk, status in ((scene.member, 200), (scene.lead, 200), (scene.leader, 200), (scene.stranger, 404)):
        assert (await desk.get(f"/tasks/{scene.task['id']}")).status_code == status
    outside = await scene.do(scene.lead, "assign", 422, to={"agency": "H02.14", "unit_id": scene.other_unit})
    assert outside["errors"][0]["field"] == "to"
    other = await scene.do(scene.leader, "assign", 422, to={"agency": "H02.21"})
    assert other["code"] == "task-party-unknown"


async def test_only_who_leads_or_keeps_an_agency_gives_its_work(scene: Scene) -> None:
    facts = {"title": "Việc", "due_on": DUE}
    denied = await scene.member.post("/tasks", lead=scene.to_unit, **facts)
    assert (denied.status_code, denied.json()["code"]) == (403, "task-giving-denied")
    foreign = await scene.giver.post("/tasks", lead=scene.to_unit, agency="H02.21", **facts)
    assert foreign.status_code == 403
    inside = await scene.lead.made("/tasks", lead={"agency": "H02.14", "person_id": str(scene.member.id)}, **facts)
    assert inside["agency"] == "H02.14"
    outside = await scene.lead.post("/tasks", lead={"agency": "H02.14", "unit_id": scene.other_unit}, **facts)
    assert outside.status_code == 403


async def test_a_whole_is_as_far_as_its_parts_and_waits_for_them(scene: Scene) -> None:
    whole = await scene.given()
    parts = []
    for title in ("Khảo sát", "Tổng hợp"):
        facts = {
            "title": title,
            "lead": {"agency": "H02.14", "person_id": str(scene.member.id)},
            "due_on": "2026-12-01",
        }
        parts.append(await scene.lead.made(f"/tasks/{whole['id']}/subtasks", **facts))
    first = f"/tasks/{parts[0]['id']}/actions"
    answer = await scene.member.post(f"{first}/report", version=1, progress=60)
    assert answer.status_code == 200, answer.text
    scene.task = (await scene.giver.get(f"/tasks/{whole['id']}")).json()
    assert (scene.task["state"], scene.task["progress"]) == ("in_progress", 30)
    assert (await scene.do(scene.lead, "submit", 409))["code"] == "task-subtasks-open"
    assert (await scene.do(scene.lead, "report", 409, progress=90))["code"] == "task-progress-of-subtasks"
    await scene.member.post(f"{first}/submit", version=2)
    assert (await scene.lead.post(f"{first}/complete", version=3)).status_code == 200
    assert (await scene.lead.post(f"/tasks/{parts[1]['id']}/actions/cancel", version=1, note="Gộp")).status_code == 200
    scene.task = (await scene.giver.get(f"/tasks/{whole['id']}")).json()
    assert scene.task["progress"] == 100
    await scene.do(scene.lead, "submit")


async def test_parts_have_bounds(scene: Scene) -> None:
    whole = await scene.given()
    facts = {"title": "Phần", "lead": scene.to_unit}
    late = await scene.lead.post(f"/tasks/{whole['id']}/subtasks", due_on="2027-01-15", **facts)
    assert late.json()["errors"][0]["field"] == "due_on"
    part = await scene.lead.made(f"/tasks/{whole['id']}/subtasks", due_on=DUE, **facts)
    piece = await scene.lead.made(f"/tasks/{part['id']}/subtasks", due_on=DUE, **facts)
    deeper = await scene.lead.post(f"/tasks/{piece['id']}/subtasks", due_on=DUE, **facts)
    assert (deeper.status_code, deeper.json()["code"]) == (409, "task-too-deep")
    scene.task = (await scene.giver.get(f"/tasks/{whole['id']}")).json()
    await scene.do(scene.giver, "cancel", note="Không còn cần")
    assert (await scene.lead.get(f"/tasks/{piece['id']}")).json()["state"] == "cancelled"


async def test_more_time_is_asked_for_granted_and_refused(scene: Scene) -> None:
    await scene.given()
    await scene.do(scene.lead, "ask_extension", note="Chờ hướng dẫn", due_on="2026-12-31")
    assert (await scene.do(scene.lead, "ask_extension", 409, note="Nữa", due_on="2027-01-05"))["status"] == 409
    await scene.do(scene.giver, "grant_extension", due_on="2026-12-25")
    assert scene.task["due_on"] == "2026-12-25"
    await scene.do(scene.lead, "ask_extension", note="Vẫn chờ", due_days=60)
    await scene.do(scene.giver, "refuse_extension", note="Không lùi nữa")
    assert scene.task["due_on"] == "2026-12-25"
    assert (await scene.do(scene.giver, "grant_extension", 409))["code"] == "task-extension-none"
    steps = (await scene.lead.get(f"/tasks/{scene.task['id']}/steps")).json()
    dues = [one["details"].get("due_on") for one in steps if one["action"] in {"open", "grant_extension"}]
    assert dues == [["2026-12-15", "2026-12-25"], [None, "2026-12-15"]]
    earlier = await scene.do(scene.lead, "ask_extension", 422, note="Sớm", due_on="2026-12-01")
    assert earlier["errors"][0]["field"] == "due_on"


async def test_sent_twice_it_is_done_once(scene: Scene) -> None:
    key = new_key()
    facts = {"title": "Một việc", "lead": scene.to_unit, "key": key}
    answers = await asyncio.gather(*[scene.giver.post("/tasks", **facts) for _ in range(4)])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    scene.task = answers[0].json()
    path, key = f"/tasks/{scene.task['id']}/actions/report", new_key()
    sent = await asyncio.gather(*[scene.lead.post(path, version=1, progress=10, key=key) for _ in range(4)])
    assert {answer.status_code for answer in sent} == {200}
    steps = (await scene.lead.get(f"/tasks/{scene.task['id']}/steps")).json()
    assert [one["action"] for one in steps] == ["report", "open"]


async def test_a_stale_edit_says_what_changed(scene: Scene) -> None:
    task = await scene.given()
    path, facts = f"/tasks/{task['id']}", {"due_on": DUE, "coordinating": [{"agency": "H02.21"}], "version": 1}
    assert (await scene.giver.put(path, title="Tên mới", **facts)).status_code == 200
    stale = await scene.giver.put(path, title="Tên khác", **facts)
    assert (stale.status_code, stale.json()["changed"]) == (409, {"title": "Tên mới"})
    late = await scene.lead.post(f"{path}/actions/report", version=1, progress=10)
    assert (late.status_code, late.json()["code"], late.json()["changed"]["state"]) == (409, "stale-edit", "waiting")


async def test_the_end_of_a_position_ends_what_one_sees(scene: Scene, office: Office) -> None:
    from_now = Place("H02.14", "leader", valid_to=office.now.date().replace(day=25))
    leaving = await office.person("cu", "Người Cũ", from_now)
    task = await scene.given()
    assert (await leaving.get(f"/tasks/{task['id']}")).status_code == 200
    office.pass_(days=3)
    assert (await leaving.get(f"/tasks/{task['id']}")).status_code == 404
    assert (await office.desk("nobody").get("/tasks")).status_code == 403


async def test_people_are_told_and_events_carry_versions(scene: Scene) -> None:
    await scene.in_state("completed")
    told = [data for name, data in await scene.office.events() if name.startswith("task-")]
    assert [one["state"] for one in told] == ["waiting", "in_progress", "submitted", "completed"]
    assert told[0]["coordinating_agencies"] == ["H02.21"]
    assert told[-1]["completed_on"] == "2026-11-23"
    assert not any("title" in one for one in told)
    kinds = [one["kind"] for one in (await scene.lead.get("/notifications")).json()["items"]]
    assert "task_open" in kinds
    assert "task_complete" in kinds


@pytest.mark.parametrize("wrong", ["../x", "javascript:alert(1)", "ftp://x", "https://a b"])
async def test_a_link_as_evidence_leads_to_a_page(scene: Scene, wrong: str) -> None:
    await scene.given()
    refused = await scene.do(scene.lead, "evidence", 422, title="Biên bản", url=wrong)
    assert refused["errors"]
    await scene.do(scene.lead, "evidence", title="Biên bản", url="/governance/documents/1")


async def test_who_helps_has_a_day_of_the_own_which_stays_when_the_task_is_edited(scene: Scene) -> None:
    own, late = {"agency": "H02.21", "due_on": "2026-12-01"}, {"agency": "H02.21", "due_on": "2026-12-16"}
    facts = {"title": "Kế hoạch", "lead": scene.to_unit, "due_on": "2026-12-15"}
    refused = await scene.giver.post("/tasks", **facts, coordinating=[late])
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "coordinating")
    refused = await scene.giver.post("/tasks", **facts, coordinating=["H02.21"], coordinating_due_on="2026-11-20")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "coordinating_due_on")
    made = await scene.giver.made("/tasks", **facts, coordinating=[own, "H02.01"], coordinating_due_on="2026-12-04")
    days = {"H02.21": "2026-12-01", "H02.01": "2026-12-04"}
    assert {one["agency"]: one["due_on"] for one in made["parties"] if one["role"] == "coordinating"} == days
    form = await scene.giver.page(f"/tasks/{made['id']}/edit")
    assert '"H02.21@2026-12-01" selected' in form.text
    sent = {"version": "1", "title": "Kế hoạch mới", "due_on": "2026-12-15", "priority": "normal"}
    helping = ["H02.21@2026-12-01", "H02.01@2026-12-04"]
    saved = await scene.giver.submit(f"/tasks/{made['id']}/edit", **sent, coordinating=helping)
    assert saved.status_code == 303, saved.text
    read = (await scene.giver.get(f"/tasks/{made['id']}")).json()
    assert {one["agency"]: one["due_on"] for one in read["parties"] if one["role"] == "coordinating"} == days


async def test_a_part_never_gets_more_time_than_the_whole(scene: Scene) -> None:
    whole = await scene.given()
    facts = {"title": "Phần một", "lead": scene.to_unit, "due_on": "2026-12-10"}
    part = await scene.lead.made(f"/tasks/{whole['id']}/subtasks", **facts)
    later = {"version": part["version"], "title": "Phần một", "due_on": "2026-12-16"}
    refused = await scene.leader.put(f"/tasks/{part['id']}", **later)
    assert (refused.status_code, refused.json()["code"]) == (422, "task-deadline-wrong")
    scene.task = part
    await scene.do(scene.lead, "ask_extension", note="Chờ số liệu", due_on="2026-12-16")
    await scene.do(scene.leader, "grant_extension", 422)
    await scene.do(scene.leader, "grant_extension", due_on="2026-12-14")


async def test_lists_are_filtered_by_the_unit_and_the_person_that_leads(scene: Scene) -> None:
    of_unit = await scene.given()
    of_person = await scene.given(lead={"agency": "H02.14", "person_id": str(scene.member.id)})
    for found, wanted in (
        ([of_unit, of_person], {"lead_unit": scene.unit}),
        ([of_person], {"lead_person": str(scene.member.id)}),
        ([], {"lead_unit": scene.other_unit}),
    ):
        items = (await scene.leader.get("/tasks", **wanted)).json()["items"]
        assert {one["id"] for one in items} == {one["id"] for one in found}
    page = await scene.leader.page("/tasks")
    assert f'<option value="{scene.member.id}">Nguyễn Phương Thảo</option>' in page.text
    assert "Nguyễn Phương Thảo</option>" not in (await scene.coordinating.page("/tasks")).text
