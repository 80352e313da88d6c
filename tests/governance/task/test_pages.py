"""Tasks as people see and do them in a browser."""

import re
from datetime import date

from tests.governance.office import Office, Place
from tests.governance.task.scene import DUE, Scene, new_key


async def test_a_task_is_given_on_a_form_and_sent_twice_is_given_once(scene: Scene) -> None:
    blank = await scene.giver.page("/tasks/new")
    assert 'name="lead"' in blank.text
    key = re.findall(r'name="key" value="([^"]+)"', blank.text)[0]
    fields = {
        "title": "Rà soát an toàn",
        "lead": f"H02.14/{scene.unit}",
        "priority": "urgent",
        "due_on": DUE,
        "key": key,
    }
    first, second = [await scene.giver.submit("/tasks", **fields, coordinating="H02.21") for _ in range(2)]
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    page = await scene.lead.page(first.headers["location"].removeprefix("/governance"))
    assert "Phòng Chuyển đổi số" in page.text
    assert "Sở Nông nghiệp và Môi trường" in page.text
    assert "Khẩn" in page.text


async def test_the_own_units_and_people_are_offered_before_anything_is_typed(scene: Scene) -> None:
    form = (await scene.giver.page("/tasks/new")).text
    offered = form.partition('name="lead"')[2].partition("</select>")[0]
    assert 0 < offered.find(str(scene.giver.id)) < offered.find('value="H02.14"')
    task = await scene.in_state("waiting")
    given = (await scene.lead.page(f"/tasks/{task['id']}?do=assign")).text
    first = given.partition('name="to"')[2].partition("</select>")[0].split("<option")[2]
    assert str(scene.lead.id) in first


async def test_a_wrong_form_is_shown_again_with_what_is_wrong(scene: Scene) -> None:
    answer = await scene.giver.submit("/tasks", title="Rà soát", lead="H02.99", priority="normal", due_on="2020-01-01")
    assert answer.status_code == 422
    assert "không có cơ quan, đơn vị hoặc người này" in answer.text
    passed = await scene.giver.submit("/tasks", title="Rà soát", lead="H02.14", priority="normal", due_on="2020-01-01")
    assert "Ngày này đã qua" in passed.text
    twice = {"due_on": DUE, "due_days": "5"}
    both = await scene.giver.submit("/tasks", title="Rà soát", lead="H02.14", priority="normal", **twice)
    assert "Chỉ chọn ngày hạn hoặc số ngày làm việc" in both.text


async def test_the_buttons_are_those_of_the_table(scene: Scene) -> None:
    task = await scene.in_state("in_progress")
    lead, giver = [(await desk.page(f"/tasks/{task['id']}")).text for desk in (scene.lead, scene.giver)]
    assert "Trình kết quả" in lead
    assert "Nghiệm thu hoàn thành" not in lead
    assert "do=grant_extension" in giver
    assert "do=report" not in giver
    form = await scene.giver.page(f"/tasks/{task['id']}?do=cancel")
    assert f"/tasks/{task['id']}/actions/cancel" in form.text
    other = await scene.lead.page(f"/tasks/{task['id']}?do=cancel")
    assert "/actions/cancel" not in other.text


async def test_an_action_with_its_reason_and_without(scene: Scene) -> None:
    task = await scene.in_state("submitted")
    path = f"/tasks/{task['id']}"
    missing = await scene.giver.submit(f"{path}/actions/return", version=task["version"], key=new_key())
    assert missing.status_code == 422
    assert 'id="error-note"' in missing.text
    done = await scene.giver.submit(f"{path}/actions/return", version=task["version"], note="Thiếu phụ lục")
    assert done.status_code == 303
    page = await scene.lead.page(path)
    assert "Thiếu phụ lục" in page.text
    assert "Đang thực hiện" in page.text


async def test_a_stale_form_shows_what_changed(scene: Scene) -> None:
    task = await scene.in_state("in_progress")
    old = task["version"]
    await scene.do(scene.member, "report", progress=70)
    stale = await scene.lead.submit(f"/tasks/{task['id']}/actions/report", version=old, progress=20, key=new_key())
    assert stale.status_code == 409
    assert "Nhiệm vụ đã khác với lúc bạn mở" in stale.text
    assert "70" in stale.text


async def test_the_list_filters_searches_and_exports(scene: Scene) -> None:
    await scene.given()
    await scene.given(title="Báo cáo dữ liệu đất đai", priority="flash", lead={"agency": "H02.21"}, coordinating=[])
    found = await scene.giver.page("/tasks?q=du+lieu+dat")
    assert "Báo cáo dữ liệu đất đai" in found.text
    assert "Đưa dịch vụ công" not in found.text
    assert "Báo cáo" not in (await scene.lead.page("/tasks")).text
    urgent = await scene.giver.page("/tasks.csv?priority=flash&sort=-due")
    assert "Báo cáo dữ liệu đất đai" in urgent.text
    assert "Đưa dịch vụ" not in urgent.text
    assert "Đưa dịch vụ" in (await scene.coordinating.page("/tasks?of=coordinating")).text
    assert "Đưa dịch vụ" not in (await scene.coordinating.page("/tasks?of=led")).text


async def test_parts_are_added_on_the_page_of_the_whole(scene: Scene) -> None:
    task = await scene.given()
    form = await scene.lead.page(f"/tasks/{task['id']}/divide")
    assert "Chia nhiệm vụ con" in form.text
    fields = {"title": "Khảo sát", "lead": f"H02.14/{scene.unit}", "priority": "normal", "due_on": "2026-12-01"}
    assert (await scene.lead.submit(f"/tasks/{task['id']}/divide", **fields)).status_code == 303
    assert "Khảo sát" in (await scene.giver.page(f"/tasks/{task['id']}")).text


async def test_only_who_has_a_part_in_the_whole_is_led_there_from_a_part(scene: Scene) -> None:
    whole = await scene.given(lead={"agency": "H02.14"})
    to = {"agency": "H02.14", "unit_id": scene.unit, "person_id": str(scene.member.id)}
    part = await scene.leader.made(f"/tasks/{whole['id']}/subtasks", title="Khảo sát", lead=to, due_on="2026-12-01")
    path = f'href="/governance/tasks/{whole["id"]}"'
    assert path in (await scene.leader.page(f"/tasks/{part['id']}")).text
    shown = await scene.member.page(f"/tasks/{part['id']}")
    assert "Khảo sát" in shown.text
    assert path not in shown.text


async def test_whom_to_give_work_is_found_while_one_types(scene: Scene, office: Office) -> None:
    await office.person("anh", "Hoàng Thị Ánh", Place("H02.21", "deputy", title="Phó Giám đốc"))
    found = (await scene.giver.get("/tasks/parties", q="hoang thi anh")).json()
    assert [(one["label"], one["note"]) for one in found] == [
        ("Hoàng Thị Ánh", "Phó Giám đốc, Sở Nông nghiệp và Môi trường")
    ]
    units = (await scene.giver.get("/tasks/parties", q="chuyen doi so")).json()
    assert [one["value"] for one in units] == [f"H02.14/{scene.unit}"]
    inside = (await scene.lead.get("/tasks/parties", q="", agency="H02.14")).json()
    assert all(one["value"].startswith("H02.14/") for one in inside)


async def test_units_and_people_of_ones_own_agency_are_offered_first(scene: Scene, office: Office) -> None:
    for agency in ("H02.01", "H02.14", "H02.21"):
        unit = await office.unit(agency, "HC", "Phòng Hành chính")
        await office.person(f"an-{agency}", "Lê Văn An", Place(agency, unit=unit.id, title="Chuyên viên"))
    for asked, words in ((scene.coordinating, "phong hanh chinh"), (scene.coordinating, "le van an")):
        found = (await asked.get("/tasks/parties", q=words)).json()
        assert len(found) == 3
        assert found[0]["value"].startswith("H02.21/")


async def test_a_file_is_evidence_for_those_who_take_part(scene: Scene) -> None:
    task = await scene.in_state("in_progress")
    form = await scene.member.page(f"/tasks/{task['id']}?do=evidence")
    assert f'action="/governance/tasks/{task["id"]}/files" enctype="multipart/form-data" data-upload' in form.text
    sent = await scene.member.submit(f"/tasks/{task['id']}/files", files={"file": ("bien-ban.pdf", PDF)})
    assert sent.status_code == 303, sent.text
    (one,) = (await scene.giver.get(f"/tasks/{task['id']}/evidence")).json()
    file = await scene.coordinating.get(f"/tasks/{task['id']}/files/{one['id']}")
    assert file.content == PDF
    assert (await scene.stranger.get(f"/tasks/{task['id']}/files/{one['id']}")).status_code == 404
    refused = await scene.giver.submit(f"/tasks/{task['id']}/files", files={"file": ("a.pdf", PDF)})
    assert refused.status_code == 403
    wrong = await scene.member.submit(f"/tasks/{task['id']}/files", files={"file": ("a.pdf", b"MZ\x90 not a document")})
    assert wrong.status_code == 415
    assert "bien-ban.pdf" in (await scene.lead.page(f"/tasks/{task['id']}")).text


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


async def test_a_deadline_says_how_far_off_it_is_and_the_next_step_comes_first(scene: Scene) -> None:
    task = await scene.in_state("in_progress")
    days = (date.fromisoformat(DUE) - scene.office.now.date()).days
    page = (await scene.lead.page(f"/tasks/{task['id']}")).text
    assert f"Còn {days} ngày" in page
    actions = page.partition("Xử lý</h2>")[2].partition("</section>")[0]
    assert actions.find("Trình kết quả") < actions.find("Báo cáo tiến độ")
    for passed, words in ((days - 1, "Còn 1 ngày"), (1, "Hạn hôm nay"), (2, "Quá hạn 2 ngày")):
        scene.office.pass_(days=passed)
        assert words in (await scene.lead.page("/tasks")).text
