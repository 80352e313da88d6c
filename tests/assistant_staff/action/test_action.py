"""Work given in words: a card, then a task of governance, once."""

import asyncio
from datetime import date

import pytest

from assistant_staff.action.understanding import begins_with, titled, wish_of
from tests.assistant_staff.study import API, NOBODY, Study
from tests.governance.document.registry import Staff, staffed

TODAY = date(2026, 11, 23)
ORDER = "Giao Sở Khoa học và Công nghệ báo cáo tình hình giải ngân trước ngày 15/12"


@pytest.mark.parametrize(
    ("text", "rest", "due"),
    [
        (ORDER, "Sở Khoa học và Công nghệ báo cáo tình hình giải ngân", date(2026, 12, 15)),
        ("giao cho Phòng VP rà soát hồ sơ", "Phòng VP rà soát hồ sơ", None),
        ("Tạo nhiệm vụ: Phòng CDS lập kế hoạch 2027", "Phòng CDS lập kế hoạch 2027", None),
        ("giao so tai chinh bao cao", "so tai chinh bao cao", None),
        ("Giao đất là gì?", None, None),
        ("Giao dịch điện tử có giá trị pháp lý thế nào", None, None),
        ("giao thông đường bộ", None, None),
        ("Giao Sở Tài chính thẩm định có được không?", None, None),
        ("Hợp đồng lữ hành", None, None),
    ],
)
def test_orders_are_told_from_questions(text: str, rest: str | None, due: date | None) -> None:
    wish = wish_of(text, TODAY)
    assert (wish.rest if wish else None) == rest
    assert (wish.due_on if wish else None) == due


def test_a_name_is_found_with_and_without_diacritics() -> None:
    words = begins_with("so khoa hoc va cong nghe bao cao", "Sở Khoa học và Công nghệ")
    assert words == 6
    assert titled("Sở Tài chính: báo cáo quý IV", 3) == "Báo cáo quý IV"


async def _card(study: Study, staff: Staff) -> dict[str, str]:
    answer = await study.question(staff.leader, ORDER)
    assert answer["kind"] == "action"
    return dict(answer["card"])


async def test_an_order_becomes_a_card_and_then_one_task_on_record(study: Study) -> None:
    staff = await staffed(study.hall.office)
    card = await _card(study, staff)
    assert (card["lead"], card["lead_name"]) == ("H02.14", "Sở Khoa học và Công nghệ")
    assert (card["title"], card["due_on"]) == ("Báo cáo tình hình giải ngân", "2026-12-15")
    path = f"{API}/cards/{card['id']}/confirm"
    data = {"title": "Báo cáo giải ngân quý IV", "lead": card["lead"], "due_on": "2026-12-14", "version": 1}
    clicks = await asyncio.gather(*(study.ask(staff.leader, "POST", path, json=data) for _ in range(3)))
    assert {one.status_code for one in clicks} == {200}
    (task_id,) = {one.json()["task_id"] for one in clicks}
    task = (await staff.leader.get(f"/tasks/{task_id}")).json()
    assert (task["title"], task["due_on"]) == ("Báo cáo giải ngân quý IV", "2026-12-14")
    listed = (await staff.leader.get("/tasks", of="given")).json()["items"]
    assert [one["id"] for one in listed] == [task_id]
    auditor = study.hall.office.desk("kiem-tra", "Lý Văn Kiểm", role="auditor", agency="H02")
    assert (await study.ask(staff.leader, "GET", f"{API}/acts")).status_code == 403
    (act,) = (await study.ask(auditor, "GET", f"{API}/acts")).json()["items"]
    assert (act["actor"], act["by"]) == (str(staff.leader.account), "assistant-staff")
    assert act["object"] == f"task/{task_id}"
    assert act["body"] == {"conversation": card["conversation_id"], "card": card["id"]}


async def test_a_card_is_its_authors_alone_and_may_be_dropped(study: Study) -> None:
    staff = await staffed(study.hall.office)
    card = await _card(study, staff)
    path = f"{API}/cards/{card['id']}"
    data = {"title": "x", "lead": "H02.14", "version": 1}
    assert (await study.ask(staff.clerk, "GET", path)).status_code == 404
    assert (await study.ask(staff.clerk, "POST", f"{path}/confirm", json=data)).status_code == 404
    stale = await study.ask(staff.leader, "POST", f"{path}/confirm", json={**data, "version": 7})
    assert stale.status_code == 409
    assert (await study.ask(staff.leader, "POST", f"{path}/drop")).json()["state"] == "dropped"
    late = await study.ask(staff.leader, "POST", f"{path}/confirm", json=data)
    assert late.json()["code"] == "card-dropped"
    assert (await staff.leader.get("/tasks", of="given")).json()["items"] == []


async def test_governance_decides_and_while_it_is_away_nothing_is_lost(study: Study) -> None:
    staff = await staffed(study.hall.office)
    card = await _card(study, staff)
    path, page = f"{API}/cards/{card['id']}/confirm", f"/assistant-staff/cards/{card['id']}"
    data = {"title": "Báo cáo", "lead": "H99.99", "version": 1}
    refused = await study.ask(staff.leader, "POST", path, json=data)
    assert refused.status_code == 422, refused.text
    settings = study.app.state.settings
    study.app.state.settings = settings.model_copy(update={"governance_url": NOBODY})
    away = await study.ask(staff.leader, "POST", path, json={**data, "lead": "H02.14"})
    assert away.json()["code"] == "owner-away"
    shown = await study.ask(staff.leader, "POST", f"{page}/confirm", data=data, headers={"Accept": "text/html"})
    assert shown.status_code == 503
    assert "Báo cáo" in shown.text
    study.app.state.settings = settings
    done = await study.ask(staff.leader, "POST", path, json={**data, "lead": "H02.14"})
    assert done.json()["state"] == "done"


async def test_work_given_after_an_answer_belongs_to_the_story_of_what_it_quoted(study: Study) -> None:
    staff = await staffed(study.hall.office)
    subject = "Về việc sửa chữa trạm bơm Cống Bún"
    document = await staff.register(subject=subject, notation="1/SNN")
    await study.rebuild()
    answer = await study.question(staff.leader, subject)
    assert [one["path"] for one in answer["quotes"]] == [f"/governance/documents/{document['id']}"]
    stories = []
    for conversation in (answer["conversation_id"], None):
        card = (await study.question(staff.leader, ORDER, conversation_id=conversation))["card"]
        data = {"title": card["title"], "lead": card["lead"], "version": card["version"]}
        done = await study.ask(staff.leader, "POST", f"{API}/cards/{card['id']}/confirm", json=data)
        task = (await staff.leader.get(f"/tasks/{done.json()['task_id']}")).json()
        stories.append((card["correlation_id"], task["correlation_id"] == task["id"]))
    told = (await staff.leader.get(f"/documents/{document['id']}")).json()["correlation_id"]
    assert stories == [(told, False), ("", True)]
    assert task["correlation_id"] != told
