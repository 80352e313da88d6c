"""What governance finds in its own: by words and by numbers, for those who may see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.search.number import Number, number_of
from tests.governance.document.registry import Staff, staffed
from tests.governance.office import Desk, Office
from tests.governance.task.scene import Scene, scene_of


@pytest.fixture
async def scene(office: Office) -> Scene:
    return await scene_of(office)


@pytest.fixture
async def staff(office: Office) -> Staff:
    return await staffed(office)


async def found(desk: Desk, q: str, kind: str = "") -> list[str]:
    answer = await desk.get("/search", q=q)
    assert answer.status_code == 200, answer.text
    return [hit["title"] for hit in answer.json()["items"] if not kind or hit["kind"] == kind]


@pytest.mark.parametrize("q", ["chuyển đổi số", "chuyen doi so", "CHUYỂN ĐỔI"])
async def test_tasks_with_and_without_diacritics_for_those_with_a_part(scene: Scene, q: str) -> None:
    await scene.given(title="Kế hoạch chuyển đổi số 2027")
    assert await found(scene.lead, q, "task.title") == ["Kế hoạch chuyển đổi số 2027"]
    assert await found(scene.stranger, q, "task.title") == []


async def test_a_number_finds_that_very_task_first(scene: Scene) -> None:
    for number in range(1, 13):
        await scene.given(title=f"Việc có số 2 trong tên, thứ {number}")
    assert (await found(scene.giver, "2/2026"))[0].endswith("thứ 2")
    hits = await found(scene.giver, "số 2")
    assert hits[0].endswith("thứ 2")
    assert len(hits) == 8


async def test_documents_by_notation_number_and_words_for_those_who_may_see_them(staff: Staff) -> None:
    for number in range(3):
        await staff.register(subject=f"Kế hoạch số hóa {number}", notation=f"{2663 + number}/KH-UBND")
    assert await found(staff.clerk, "2664/kh-ubnd", "document.title") == ["Kế hoạch số hóa 1"]
    assert (await found(staff.clerk, "3"))[:1] == []  # one letter is too short
    assert (await found(staff.clerk, "3/2026", "document.title"))[0] == "Kế hoạch số hóa 2"
    assert await found(staff.clerk, "so hoa", "document.title") != []
    assert await found(staff.elsewhere, "so hoa", "document.title") == []


async def test_people_and_units_are_found_by_everybody_in_office(scene: Scene) -> None:
    assert await found(scene.stranger, "luong thi", "person.title") == ["Lương Thị Trưởng"]
    assert await found(scene.stranger, "an toàn thông tin", "unit.title") == ["Phòng An toàn thông tin"]
    guest = scene.office.desk("khach")
    assert await found(guest, "luong thi", "person.title") == ["Lương Thị Trưởng"]
    assert await found(scene.office.desk("dan", role="citizen"), "luong thi") == []


@pytest.mark.parametrize("q", ["%", "%%", "__", "\\\\", "'; DROP TABLE task; --", "zzzz", "9999999/9999"])
async def test_what_nothing_matches_finds_nothing(scene: Scene, q: str) -> None:
    await scene.given()
    assert await found(scene.giver, q) == []


@given(st.integers(0, 9_999_999), st.integers(1900, 2200) | st.none())
def test_numbers_are_read_as_people_write_them(number: int, year: int | None) -> None:
    written = f"{number} / {year}" if year else str(number)
    assert number_of(f" Số {written} ") == number_of(written) == Number(number, year)


@given(st.text())
def test_anything_else_is_no_number(text: str) -> None:
    read = number_of(text)
    assert read is None or 0 <= read.number < 10**7
