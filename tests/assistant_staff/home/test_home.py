"""What the first page of the whole hears of the officials' assistant: own drafts, and for its keeper bad answers."""

from kit.web.home import Home
from tests.assistant_staff.study import API, Study
from tests.governance.document.registry import staffed
from tests.governance.office import Desk

ORDER = "Giao Sở Khoa học và Công nghệ báo cáo tình hình giải ngân trước ngày 15/12"


async def home_of(study: Study, desk: Desk) -> Home:
    answer = await study.ask(desk, "GET", f"{API}/home")
    assert answer.status_code == 200, answer.text
    return Home.model_validate_json(answer.content)


async def test_a_draft_waits_for_whoever_made_it_and_a_bad_answer_for_the_keeper(study: Study, keeper: Desk) -> None:
    staff = await staffed(study.hall.office)
    answer = await study.question(staff.leader, ORDER)
    (draft,) = (await home_of(study, staff.leader)).attention
    assert (draft.title, draft.next) == ("Báo cáo tình hình giải ngân", "Xem và giao")
    assert draft.path.startswith("/assistant-staff/?c=")
    assert await home_of(study, staff.stranger) == Home(attention=[], path="/assistant-staff/history")
    await study.ask(staff.leader, "POST", f"{API}/cards/{answer['card']['id']}/drop")
    assert (await home_of(study, staff.leader)).count == 0
    asked = await study.question(staff.leader, "Phòng trọ không ghi giá thì sao?")
    rated = await study.ask(staff.leader, "PUT", f"{API}/questions/{asked['id']}/rating", json={"rating": "down"})
    assert rated.status_code == 204
    assert [one.title for one in (await home_of(study, keeper)).attention] == ["1 câu trả lời bị đánh giá chưa đúng"]
    assert (await home_of(study, staff.leader)).count == 0


async def test_the_search_box_finds_what_one_asked_oneself(study: Study, keeper: Desk) -> None:
    staff = await staffed(study.hall.office)
    await study.question(staff.leader, "Phòng trọ không ghi giá thì sao?")
    for desk, count in ((staff.leader, 1), (staff.stranger, 0), (keeper, 0)):
        answer = await study.ask(desk, "GET", f"{API}/search?q=phong tro")
        assert len(answer.json()["items"]) == count
