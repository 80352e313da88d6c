"""Own work, recognised by how it is asked for and told by governance."""

import pytest

from assistant_staff.agenda.understanding import agenda_of
from tests.assistant_staff.study import API, Study
from tests.governance.document.registry import staffed


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Hôm nay tôi có việc gì?", "today"),
        ("hom nay toi phai lam gi", "today"),
        ("Việc của tôi hôm nay", "today"),
        ("Văn bản nào sắp quá hạn?", "soon"),
        ("nhiem vu nao sap den han", "soon"),
        ("Công văn nào đã quá hạn?", "overdue"),
        ("danh sách nhiệm vụ trễ hạn", "overdue"),
        ("Theo quy định, văn bản quá hạn xử lý thế nào?", None),
        ("Hợp đồng lữ hành có phải lập thành văn bản không?", None),
        ("Người lao động được nghỉ bao nhiêu ngày?", None),
    ],
)
def test_what_is_asked_for(question: str, wanted: str | None) -> None:
    assert agenda_of(question) == wanted


async def test_the_day_and_deadlines_are_those_governance_tells_this_person(study: Study) -> None:
    staff = await staffed(study.hall.office)
    soon = await staff.at("working", subject="Rà soát kênh mương", due_on="2026-11-26")
    late = await staff.at("working", subject="Báo cáo hạn hán", due_on="2026-11-23")
    study.hall.pass_(days=1)
    study.hall.office.now = study.hall.now
    day = await study.question(staff.main, "Hôm nay tôi có việc gì?")
    lines = {line["path"]: line["title"] for part in day["agenda"] for line in part["lines"]}
    assert lines[f"/governance/documents/{soon['id']}"] == "Rà soát kênh mương"
    due = await study.question(staff.main, "Văn bản nào sắp quá hạn?")
    assert [line["title"] for part in due["agenda"] for line in part["lines"]] == ["Rà soát kênh mương"]
    overdue = await study.question(staff.main, "Văn bản nào đã quá hạn?")
    assert [line["path"] for part in overdue["agenda"] for line in part["lines"]] == [
        f"/governance/documents/{late['id']}"
    ]
    nothing = await study.question(staff.stranger, "Văn bản nào sắp quá hạn?")
    assert (nothing["kind"], nothing["agenda"]) == ("agenda", [])
    kept = (await study.ask(staff.main, "GET", f"{API}/conversations/{due['conversation_id']}")).json()
    assert kept[0]["agenda"][0]["name"] == "documents_soon"
