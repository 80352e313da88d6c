"""Deadlines that hang together, and evidence that is there."""

from uuid import uuid4

from tests.governance.office import Desk, Place
from tests.governance.task.scene import Scene


def facts(task: dict[str, object], **more: object) -> dict[str, object]:
    kept = {name: task[name] for name in ("title", "description", "priority", "due_on", "version")}
    return {**kept, "coordinating": [{"agency": "H02.21"}], **more}


async def test_a_whole_is_not_cut_shorter_than_what_is_left_of_its_parts(scene: Scene) -> None:
    task = await scene.given(due_on="2026-12-15")
    part = {"title": "Soạn dự thảo", "lead": scene.to_unit, "due_on": "2026-12-10"}
    path = f"/tasks/{task['id']}"
    made = (await scene.lead.made(f"{path}/subtasks", **part))["id"]
    task = (await scene.giver.get(path)).json()
    refused = await scene.giver.put(path, **facts(task, due_on="2026-12-09"))
    assert refused.status_code == 422, refused.text
    (wrong,) = refused.json()["errors"]
    assert (wrong["field"], "nhiệm vụ con" in wrong["message"]) == ("due_on", True)
    saved = await scene.giver.put(path, **facts(task, due_on="2026-12-10"))
    assert (saved.status_code, saved.json()["due_on"]) == (200, "2026-12-10"), saved.text
    version = (await scene.leader.get(f"/tasks/{made}")).json()["version"]
    cancelled = await scene.leader.post(f"/tasks/{made}/actions/cancel", version=version, note="Không cần")
    assert cancelled.status_code == 200, cancelled.text
    task = (await scene.giver.get(path)).json()
    assert (await scene.giver.put(path, **facts(task, due_on="2026-12-01"))).status_code == 200


async def test_a_document_is_evidence_for_who_may_see_it(scene: Scene) -> None:
    async def shown(desk: Desk, document: object, status: int) -> None:
        path = f"/tasks/{scene.task['id']}/actions/evidence"
        answer = await desk.post(
            path, version=scene.task["version"], title="Công văn trả lời", document_id=str(document)
        )
        assert answer.status_code == status, answer.text

    clerk = await scene.office.person("vanthu", "Đào Thị Thư", Place("H02.14", "clerk"))
    given = {"arrived_on": "2026-11-23", "sender": "Bộ Nội vụ", "subject": "Về việc báo cáo"}
    document = await clerk.made("/documents", **given)
    await scene.given(lead={"agency": "H02.14"})
    await shown(scene.leader, document["id"], 200)
    await shown(scene.leader, uuid4(), 404)
    await shown(scene.coordinating, document["id"], 404)
