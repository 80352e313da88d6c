"""Who stands in for somebody has that person's work of that agency, is told of it, and is named as standing in."""

from datetime import date
from typing import Any

import pytest

from tests.governance.office import Desk, Office, Place
from tests.governance.task.scene import Scene

FIRST, LAST = date(2026, 11, 20), date(2026, 11, 30)


@pytest.fixture
async def deputy(scene: Scene, office: Office) -> Desk:
    return await office.person("thay", "Hà Thị Thay", Place("H02.14", unit=office.units["H02.14", "ATTT"].id))


def to_person(scene: Scene, agency: str = "H02.14") -> dict[str, Any]:
    return {"agency": agency, "person_id": str(scene.member.id)}


async def test_the_work_of_a_person_is_seen_told_and_done_by_who_stands_in(
    scene: Scene, office: Office, deputy: Desk
) -> None:
    before = await scene.given(lead=to_person(scene))
    assert (await deputy.get(f"/tasks/{before['id']}")).status_code == 404
    await office.delegate(scene.member, deputy, FIRST, LAST)
    task = await scene.given(title="Rà soát", lead=to_person(scene))
    notes = (await deputy.get("/notifications")).json()["items"]
    assert [note["path"] for note in notes] == [f"/governance/tasks/{task['id']}"]
    mine = (await deputy.get("/tasks", of="mine")).json()["items"]
    assert {one["id"] for one in mine} == {before["id"], task["id"]}
    await scene.do(deputy, "start")
    await scene.do(scene.member, "report", progress=20)
    steps = (await scene.giver.get(f"/tasks/{task['id']}/steps")).json()
    named = [step["details"].get("instead_of") for step in steps]
    assert named == [None, "Nguyễn Phương Thảo", None]
    assert "Hà Thị Thay (thay Nguyễn Phương Thảo)" in (await scene.giver.page(f"/tasks/{task['id']}")).text
    office.pass_(days=10)
    assert (await deputy.get(f"/tasks/{task['id']}")).status_code == 404


async def test_work_in_another_agency_of_the_same_person_is_not_lent_with_it(
    scene: Scene, office: Office, deputy: Desk
) -> None:
    member = await office.person("haicho", "Lê Hai Chỗ", Place("H02.14", "clerk"), Place("H02.21", "clerk"))
    await office.delegate(member, deputy, FIRST, LAST)
    task = await scene.given(lead={"agency": "H02.21", "person_id": str(member.id)})
    assert (await member.get(f"/tasks/{task['id']}")).status_code == 200
    assert (await deputy.get(f"/tasks/{task['id']}")).status_code == 404
    assert (await deputy.get("/notifications")).json()["items"] == []


async def test_who_stands_in_for_the_head_accepts_what_the_head_gave(
    scene: Scene, office: Office, deputy: Desk
) -> None:
    wanted = {"title": "Soạn báo cáo", "lead": to_person(scene) | {"unit_id": scene.unit}}
    scene.task = await scene.lead.made("/tasks", **wanted)
    await scene.do(scene.member, "submit")
    await scene.do(deputy, "complete", 404)
    await office.delegate(scene.lead, deputy, FIRST, LAST)
    done = await scene.do(deputy, "complete")
    assert done["state"] == "completed"
