"""What the first page of the whole hears of governance: the most pressing, counted, and nothing of other agencies."""

from datetime import timedelta
from typing import Any

from kit.clock import local_day
from kit.web.home import Home
from tests.governance.document.registry import staffed
from tests.governance.office import Desk, Office
from tests.governance.task.scene import scene_of


async def home_of(desk: Desk, **headers: str) -> Home:
    answer = await desk.call("GET", "/governance/api/v1/home", headers=headers)
    assert answer.status_code == 200, answer.text
    return Home.model_validate_json(answer.content)


def told(home: Home) -> list[tuple[str, str]]:
    return [(one.title, one.next) for one in home.attention]


async def test_the_most_pressing_stand_first_and_all_are_counted(office: Office) -> None:
    scene = await scene_of(office)
    due: dict[str, Any] = {
        name: (local_day(office.now) + timedelta(days=days)).isoformat()
        for name, days in (("mai", 1), ("nay", 0), ("xa", 30))
    }
    for number in range(5):
        await scene.given(title=f"Xa {number}", due_on=due["xa"])
    await scene.given(title="Hỏa tốc", due_on=due["xa"], priority="flash")
    await scene.given(title="Hôm nay", due_on=due["nay"])
    await scene.given(title="Mai", due_on=due["mai"])
    office.pass_(days=1)
    home = await home_of(scene.lead)
    assert (home.count, home.path) == (8, "/governance/day")
    assert told(home)[:3] == [("Hôm nay", "Bắt đầu"), ("Mai", "Bắt đầu"), ("Hỏa tốc", "Bắt đầu")]
    assert len(home.attention) == 5
    today = local_day(office.now)
    assert [one.group(today) for one in home.attention[:3]] == ["overdue", "today", "waiting"]
    assert home.attention[2].why.startswith("Hỏa tốc · Nhiệm vụ của bạn hoặc đơn vị")
    assert [one.text for one in home.happenings][:1] == ["Việc mới: Mai (hạn 24/11/2026)"]
    assert len(home.happenings) <= 6


async def test_it_speaks_the_readers_language(office: Office) -> None:
    scene = await scene_of(office)
    await scene.in_state("submitted", title="Báo cáo quý")
    home = await home_of(scene.giver, Cookie="lang=en")
    assert told(home) == [("Báo cáo quý", "Accept")]
    assert home.attention[0].why.startswith("Handed in · No. ")


async def test_nothing_of_another_agency_appears_nor_is_counted(office: Office) -> None:
    staff = await staffed(office)
    document = await staff.register(subject="Về việc kiểm tra")
    assert told(await home_of(staff["clerk"])) == [("Về việc kiểm tra", "Xử lý")]
    scene_like = staff.stranger
    for somebody in (scene_like, office.desk("khach"), office.desk("dan", role="citizen")):
        assert await home_of(somebody) == Home(attention=[], path="/governance/day" if somebody is scene_like else "")
    await staff.act("clerk", document, "submit")
    assert (await home_of(staff["clerk"])).count == 0
    assert (await home_of(staff["leader"])).count == 1
    assert (await office.http.get("/governance/api/v1/home")).status_code == 401
