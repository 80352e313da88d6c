"""The directory: anybody finds anybody, with and without marks, as of a day; letters' addresses stay inside."""

from datetime import date
from typing import Any

import pytest

from tests.governance.office import Desk, Office, Place


@pytest.fixture
async def staffed(office: Office) -> Office:
    digital = await office.unit("H02.14", "CDS", "Phòng Chuyển đổi số")
    land = await office.unit("H02.21", "DD", "Phòng Quản lý đất đai", valid_to=date(2026, 12, 1))
    await office.person("huong", "Nguyễn Thị Hường", Place("H02.14", "head", digital.id, "Trưởng phòng"))
    both = [Place("H02.14", "staff", digital.id, "Chuyên viên"), Place("H02.14", "clerk", title="Văn thư Sở")]
    await office.person("duc", "Đặng Đức Ủy", *both)
    gone = Place("H02.21", "staff", land.id, "Chuyên viên", valid_to=date(2026, 1, 1))
    await office.person("gone", "Lê Đã Nghỉ", gone)
    await office.person("anh", "Hoàng Thị Ánh", Place("H02.21", "staff", land.id, "Chuyên viên"))
    return office


async def names(desk: Desk, path: str = "/people", **query: Any) -> list[str]:
    answer = await desk.get(path, **query)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return [one.get("name") or one["label"] for one in (found["items"] if isinstance(found, dict) else found)]


async def test_people_are_found_by_words_agency_unit_and_day(staffed: Office) -> None:
    desk = staffed.desk("ai-do", agency="H02.01")
    assert await names(desk) == ["Đặng Đức Ủy", "Hoàng Thị Ánh", "Nguyễn Thị Hường"]
    assert await names(desk, q="huong nguyen") == ["Nguyễn Thị Hường"]
    assert await names(desk, q="ĐẶNG") == ["Đặng Đức Ủy"]
    assert await names(desk, q="100%") == []
    assert await names(desk, agency="H02.21") == ["Hoàng Thị Ánh"]
    assert await names(desk, agency="H02.21", on="2025-12-31") == ["Hoàng Thị Ánh", "Lê Đã Nghỉ"]
    assert await names(desk, on="2025-06-30") == []
    assert await names(desk, kind="clerk") == ["Đặng Đức Ủy"]
    unit = str(staffed.units["H02.14", "CDS"].id)
    assert await names(desk, unit_id=unit, sort="-name") == ["Nguyễn Thị Hường", "Đặng Đức Ủy"]
    first = (await desk.get("/people", limit=1)).json()
    assert await names(desk, limit=1, after=first["next"]) == ["Hoàng Thị Ánh"]


async def test_units_are_found_by_words_of_unit_and_agency(staffed: Office) -> None:
    desk = staffed.desk("ai-do", agency="H02.01")
    assert await names(desk, "/units") == ["Phòng Chuyển đổi số", "Phòng Quản lý đất đai"]
    assert await names(desk, "/units", q="chuyen doi so khoa hoc") == ["Phòng Chuyển đổi số"]
    assert await names(desk, "/units", q="dd") == ["Phòng Quản lý đất đai"]
    assert await names(desk, "/units", agency="H02.21", on="2026-12-01") == []


async def test_pickers_tell_apart_what_is_called_the_same(staffed: Office) -> None:
    desk = staffed.desk("ai-do", agency="H02.01")
    people = (await desk.get("/people/options", q="duc")).json()
    assert [(one["label"], one["note"]) for one in people] == [("Đặng Đức Ủy", "Văn thư Sở, Sở Khoa học và Công nghệ")]
    units = (await desk.get("/units/options", q="đất")).json()
    assert [(one["label"], one["note"]) for one in units] == [("Phòng Quản lý đất đai", "Sở Nông nghiệp và Môi trường")]


async def test_addresses_are_for_colleagues_and_accounts_for_personnel(staffed: Office) -> None:
    async def seen(desk: Desk) -> dict[str, Any]:
        return dict((await desk.get("/people", q="Hường")).json()["items"][0])

    other = await seen(staffed.desk("khac", agency="H02.21"))
    assert (other["email"], other["username"], other["linked"]) == (None, None, None)
    colleague = await seen(staffed.desk("cung", agency="H02.14"))
    assert (colleague["email"], colleague["username"]) == ("huong@example.vn", None)
    personnel = await seen(staffed.desk("tochuc", role="personnel", agency="H02.14"))
    assert (personnel["username"], personnel["linked"]) == ("huong", False)
    kept = staffed.desk("tochuc", role="personnel", agency="H02.14")
    assert await names(kept, linked="no") == ["Đặng Đức Ủy", "Nguyễn Thị Hường"]
    assert await names(staffed.desk("cung", agency="H02.14"), linked="no") == []
    assert len(await names(staffed.desk("quantri", role="administrator", agency="H02.01"), linked="no")) == 3


async def test_scope_is_needed(staffed: Office) -> None:
    for path in ("/people", "/people/options", "/units", "/units/options"):
        assert (await staffed.desk("dan", role="citizen").get(path)).status_code == 403
