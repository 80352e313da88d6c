"""My day: what needs whom, in which order, with what to do next; and nobody else's."""

from datetime import date, timedelta
from typing import Any

import pytest

from kit.clock import local_day
from tests.governance.document.registry import Staff, staffed
from tests.governance.office import Desk, Office
from tests.governance.task.scene import Scene, scene_of


@pytest.fixture
async def scene(office: Office) -> Scene:
    return await scene_of(office)


@pytest.fixture
async def staff(office: Office) -> Staff:
    return await staffed(office)


async def day_of(desk: Desk) -> dict[str, Any]:
    answer = await desk.get("/day")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def part_of(desk: Desk, part: str) -> tuple[int, list[tuple[str, str, str]]]:
    """How many there are, and of those shown: title, why, what next."""
    (found,) = [one for one in (await day_of(desk))["parts"] if one["part"] == part]
    return found["count"], [(item["title"], item["reason"], item["next"]) for item in found["items"]]


def on(office: Office, days: int) -> str:
    return (local_day(office.now) + timedelta(days=days)).isoformat()


async def test_own_work_stands_by_its_deadline_with_what_to_do_next(office: Office, scene: Scene) -> None:
    for title, days in (("Xa", 40), ("Tuần này", 3), ("Hôm nay", 0), ("Mai", 1)):
        await scene.given(title=title, due_on=on(office, days))
    await scene.do(scene.lead, "start")
    office.pass_(days=1)
    assert await part_of(scene.lead, "mine") == (
        4,
        [
            ("Hôm nay", "overdue", "start"),
            ("Mai", "today", "finish"),
            ("Tuần này", "soon", "start"),
            ("Xa", "new", "start"),
        ],
    )
    day = await day_of(scene.member)
    assert (day["overdue"], day["soon"]) == (1, 2)
    assert await part_of(scene.giver, "given") == (1, [("Hôm nay", "overdue", "urge")])
    assert await part_of(scene.stranger, "mine") == (0, [])


async def test_what_came_back_is_to_be_done_again_until_it_is_handed_in(scene: Scene) -> None:
    await scene.in_state("submitted", title="Báo cáo quý")
    await scene.do(scene.giver, "return", note="Thiếu số liệu")
    assert (await part_of(scene.lead, "mine"))[1] == [("Báo cáo quý", "returned", "redo")]
    await scene.do(scene.lead, "submit")
    assert await part_of(scene.lead, "mine") == (0, [])


async def test_who_gave_it_decides_on_results_and_on_more_time(scene: Scene) -> None:
    await scene.given(title="Xong rồi")
    await scene.do(scene.lead, "submit")
    await scene.given(title="Cần thêm thời gian")
    await scene.do(scene.lead, "ask_extension", note="Chờ hướng dẫn", due_on="2026-12-31")
    assert await part_of(scene.giver, "decide") == (
        2,
        [("Cần thêm thời gian", "extension", "answer"), ("Xong rồi", "submitted", "accept")],
    )
    await scene.do(scene.giver, "grant_extension")
    assert (await part_of(scene.giver, "decide"))[0] == 1
    assert (await part_of(scene.lead, "decide"))[0] == 0


async def test_work_of_an_agency_waits_for_its_leader_to_give_it_on(scene: Scene) -> None:
    await scene.given(title="Giao cho Sở", lead={"agency": "H02.14"})
    assert await part_of(scene.leader, "assign") == (1, [("Giao cho Sở", "new", "assign")])
    await scene.do(scene.leader, "assign", to=scene.to_unit)
    assert await part_of(scene.leader, "assign") == (0, [])
    assert (await part_of(scene.lead, "mine"))[0] == 1


async def test_a_document_is_with_whoever_has_the_next_step(staff: Staff) -> None:
    document = await staff.register(subject="Về việc kiểm tra")
    waiting = (1, [("Về việc kiểm tra", "new", "handle")])
    for role, action in (("clerk", "submit"), ("leader", "assign"), ("lead_head", "hand"), ("main", "settle")):
        assert await part_of(staff[role], "document") == waiting, role
        document = (await staff.act(role, document, action)).json()
        assert (await part_of(staff[role], "document"))[0] == 0, role
    assert (await part_of(staff.stranger, "document"))[0] == 0


async def test_delegations_in_force_are_told_to_both_and_work_moves_with_them(scene: Scene) -> None:
    today = local_day(scene.office.now)
    await scene.given(title="Giao cho Sở", lead={"agency": "H02.14"})
    await scene.office.delegate(scene.leader, scene.lead, today, today + timedelta(days=3))
    (lent,) = (await day_of(scene.leader))["stand_ins"]
    (borrowed,) = (await day_of(scene.lead))["stand_ins"]
    last = (today + timedelta(days=2)).isoformat()
    assert lent == {"mine": True, "name": "Lương Thị Trưởng", "title": "Giám đốc Sở", "last": last}
    assert borrowed == {"mine": False, "name": "Trịnh Xuân Đốc", "title": "Giám đốc Sở", "last": last}
    assert (await part_of(scene.lead, "assign"))[0] == 1
    scene.office.pass_(days=4)
    assert (await day_of(scene.lead))["stand_ins"] == []
    assert (await part_of(scene.lead, "assign"))[0] == 0


async def test_only_the_most_pressing_are_shown_and_all_are_counted(office: Office, scene: Scene) -> None:
    for number in range(11):
        await scene.given(title=f"Việc {number}", due_on=on(office, 20 - number))
    count, items = await part_of(scene.lead, "mine")
    assert (count, len(items), items[0][0]) == (11, 8, "Việc 10")
    page = (await scene.lead.page("/day")).text
    assert "Xem cả 11 việc" in page
    assert "/governance/tasks?of=mine&amp;state=open" in page


async def test_the_page_is_home_and_friendly_when_there_is_nothing(scene: Scene) -> None:
    assert (await scene.member.page("/")).headers["location"] == "/governance/day"
    empty = (await scene.stranger.page("/day")).text
    assert "Hôm nay không có việc nào chờ bạn" in empty
    await scene.given(title="<i>Đưa</i> dịch vụ lên cổng", priority="flash")
    page = (await scene.member.page("/day")).text
    assert "&lt;i&gt;Đưa&lt;/i&gt; dịch vụ lên cổng" in page
    assert "Hỏa tốc" in page
    english = (await scene.member.page("/day", headers={"Cookie": "lang=en"})).text
    assert "Tasks of mine and of my units" in english


async def test_nobody_without_a_place_has_a_day(office: Office, scene: Scene) -> None:
    answer = await office.desk("khach").get("/day")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-in-directory")
    assert (await office.http.get("/governance/day")).status_code == 401
    citizen = office.desk("dan", role="citizen")
    assert (await citizen.get("/day")).status_code == 403
    assert date.fromisoformat((await day_of(scene.lead))["today"]) == local_day(office.now)


async def test_what_was_handed_in_after_asking_for_more_time_is_decided_once(scene: Scene) -> None:
    await scene.in_state("submitted", title="Báo cáo")
    assert await part_of(scene.giver, "decide") == (1, [("Báo cáo", "submitted", "accept")])
