"""What a secretary is proposed from notes, why, and what becomes of it."""

from typing import Any

from sqlalchemy import select

from kit.ml.tables import ModelCorrection
from tests.meetings.hall import Hall
from tests.meetings.minutes.afterwards import Afterwards

TASK = "Giao đ/c Trưởng chủ trì, phối hợp với các đơn vị rà soát hồ sơ quá hạn, báo cáo trước ngày 15/12/2026."
DECISION = "Hội nghị thống nhất thông qua phương án thuê đường truyền."
REPORT = "Đ/c Trưởng báo cáo tình hình giải quyết hồ sơ 10 tháng đầu năm."
NOTES = f"- {TASK}\n- {DECISION}\n- {REPORT}\n"


async def proposed(held: Afterwards, text: str = NOTES) -> list[dict[str, Any]]:
    answer = await held.ask(held.secretary, "POST", "/proposals", json={"text": text})
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def test_tasks_and_decisions_with_who_when_and_why(held: Afterwards) -> None:
    task, decision = await proposed(held)
    assert (task["kind"], decision["kind"]) == ("action", "decision")
    assert (task["version"], decision["version"]) == (1, 1)
    assert NOTES[task["start"] : task["end"]] == TASK
    (who,) = [one for one in task["who"] if one["lead"]]
    assert (who["name"], who["sure"], TASK[who["start"] : who["end"]]) == ("Lương Thị Trưởng", True, "Trưởng")
    due = task["due"]
    assert (due["day"], due["sure"], due["before"]) == ("2026-12-15", True, True)
    assert TASK[due["start"] : due["end"]] == due["words"] == "ngày 15/12/2026"
    assert task["reasons"]
    assert all(one["words"] in TASK.lower() for one in task["reasons"])
    assert task["confidence"] >= 0.5


async def test_without_diacritics_and_in_english(held: Afterwards) -> None:
    bare = "Giao d/c Truong chu tri ra soat ho so qua han, bao cao truoc ngay 15/12/2026."
    (task,) = await proposed(held, bare)
    assert (task["kind"], task["who"][0]["name"], task["due"]["day"]) == ("action", "Lương Thị Trưởng", "2026-12-15")
    english = "We decided to postpone the launch.\nJohn will send the report by 15 December.\nThe weather was nice."
    decision, task = await proposed(held, english)
    assert (decision["kind"], task["kind"], task["due"]["day"]) == ("decision", "action", "2026-12-15")


async def test_an_agency_by_its_name_and_a_day_that_is_not_certain(held: Afterwards) -> None:
    (task,) = await proposed(held, "Yêu cầu Sở KH&CN khẩn trương bố trí kinh phí vào đầu tuần sau.")
    assert (task["who"][0]["kind"], task["who"][0]["name"]) == ("agency", "Sở Khoa học và Công nghệ")
    assert (task["due"]["sure"], bool(task["due"]["others"])) == (False, True)


async def test_only_who_conducts(held: Afterwards) -> None:
    asked = {"json": {"text": NOTES}}
    assert (await held.ask(held.delegate, "POST", "/proposals", **asked)).json()["code"] == "not-conducting"
    assert (await held.ask(held.stranger, "POST", "/proposals", **asked)).status_code == 404
    assert (await held.page(held.delegate, "GET", "/proposals")).status_code == 409


async def test_silent_without_a_model_in_use(hall: Hall) -> None:
    held = await Afterwards.of(hall)
    answer = await held.ask(held.secretary, "POST", "/proposals", json={"text": NOTES})
    assert (answer.status_code, answer.json()["code"]) == (409, "proposal-no-model")
    assert "Chưa có mô hình" in (await held.page(held.secretary, "GET", "/proposals")).text


async def drafted(held: Afterwards) -> None:
    assert (await held.note(held.secretary, 0, NOTES)).status_code == 200
    await held.hold()
    assert (await held.ask(held.secretary, "POST", "/minutes")).status_code == 201


async def corrections(held: Afterwards) -> dict[str, ModelCorrection]:
    async with held.hall.app.state.database.session() as session:
        rows = await session.scalars(select(ModelCorrection))
        return {row.features["sentence"]: row for row in rows}


async def test_the_secretary_takes_one_and_refuses_another(held: Afterwards) -> None:
    await drafted(held)
    shown = await held.page(held.secretary, "GET", "/proposals")
    assert shown.status_code == 200, shown.text
    proposed, others = shown.text.split('id="missed"')
    assert [TASK in proposed, DECISION in proposed, REPORT in proposed, REPORT in others] == [True, True, False, True]
    lead = f"H02.14//{held.delegate.id}"
    assert f'value="{lead}" selected' in shown.text
    heading = "Báo cáo tiến độ Đề án 06"
    said = {"lead_line": heading, "point": "true"}
    taken = await held.page(
        held.secretary,
        "POST",
        "/proposals",
        data={
            **said,
            "sentence": TASK,
            "text": "Rà soát hồ sơ",
            "lead": lead,
            "due_on": "2026-12-14",
            "right": "action",
        },
    )
    assert taken.status_code == 303, taken.text
    refused = await held.page(
        held.secretary, "POST", "/proposals", data={**said, "sentence": DECISION, "right": "other"}
    )
    assert refused.status_code == 303
    minutes = (await held.ask(held.secretary, "GET", "/minutes")).json()
    (row,) = minutes["conclusions"]
    assert (row["text"], row["due_on"], row["lead_person_id"]) == ("Rà soát hồ sơ", "2026-12-14", str(held.delegate.id))
    kept = await corrections(held)
    assert (kept[TASK].suggested, kept[TASK].right, kept[TASK].number) == ("action", "action", 1)
    assert (kept[DECISION].suggested, kept[DECISION].right) == ("decision", "other")
    again = (await held.page(held.secretary, "GET", "/proposals")).text
    assert (TASK in again, DECISION in again, "2 câu đã được xử lý" in again) == (False, False, True)


async def test_an_action_item_needs_somebody_in_charge(held: Afterwards) -> None:
    await drafted(held)
    sent = {"sentence": TASK, "text": TASK, "right": "action", "lead": "", "due_on": ""}
    answer = await held.page(held.secretary, "POST", "/proposals", data=sent)
    assert (answer.status_code, "Chọn người hoặc cơ quan chủ trì." in answer.text) == (422, True)
    assert not await corrections(held)


async def test_a_missed_sentence_is_marked_on_the_page(held: Afterwards) -> None:
    """With the person and the day its words name; it joins the minutes and the next training."""
    assert REPORT not in (await held.page(held.secretary, "GET", "/proposals")).text
    await drafted(held)
    offered = (await held.page(held.secretary, "GET", "/proposals?mark=1")).text.split('id="missed-1"')[1]
    assert 'name="lead"' in offered.split('id="missed-2"')[0]
    lead = f"H02.14//{held.delegate.id}"
    told = {"sentence": REPORT, "lead_line": "Báo cáo tiến độ Đề án 06", "point": "true"}
    sent = {**told, "text": REPORT, "right": "action", "due_on": "2026-12-20"}
    nobody = await held.page(held.secretary, "POST", "/proposals", data={**sent, "lead": ""})
    assert (nobody.status_code, 'value="2026-12-20"' in nobody.text) == (422, True)
    taken = await held.page(held.secretary, "POST", "/proposals", data={**sent, "lead": lead})
    assert taken.status_code == 303, taken.text
    (row,) = (await held.ask(held.secretary, "GET", "/minutes")).json()["conclusions"]
    assert (row["kind"], row["text"], row["due_on"]) == ("action", REPORT, "2026-12-20")
    kept = (await corrections(held))[REPORT]
    assert (kept.suggested, kept.right) == ("other", "action")
    assert REPORT not in (await held.page(held.secretary, "GET", "/proposals")).text
    assert (await held.page(held.delegate, "GET", "/proposals/panel")).status_code == 409


async def test_proposals_stand_beside_the_notes(held: Afterwards) -> None:
    await drafted(held)
    assert "/proposals/panel" in (await held.page(held.secretary, "GET", "/notes")).text
    panel = (await held.page(held.secretary, "GET", "/proposals/panel")).text
    assert [TASK in panel, DECISION in panel, REPORT in panel] == [True, True, False]


async def test_a_missed_sentence_may_be_told_by_programs(held: Afterwards) -> None:
    told = {"sentence": REPORT, "right": "action"}
    assert (await held.ask(held.secretary, "POST", "/proposals/decisions", json=told)).status_code == 204
    assert (await corrections(held))[REPORT].right == "action"
    assert (await held.ask(held.delegate, "POST", "/proposals/decisions", json=told)).status_code == 409
