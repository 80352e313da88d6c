"""Meetings found again; nobody finds what they may not read."""

from typing import Any

from tests.governance.office import Desk
from tests.meetings.minutes.afterwards import HTML, Afterwards


async def found(after: Afterwards, desk: Desk, **params: Any) -> list[str]:
    headers = after.hall.headers(desk)
    answer = await after.hall.http.get("/meetings/api/v1/archive", params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    return [one["title"] for one in answer.json()["items"]]


TITLE = "Giao ban chuyển đổi số tuần 48"


async def test_by_title_agenda_notes_and_minutes_without_marks(after: Afterwards) -> None:
    await after.note(after.secretary, 1, "Bàn về đường truyền vệ tinh")
    await after.hold()
    assert await found(after, after.delegate, q="de an 06 chuyen doi") == [TITLE]
    assert await found(after, after.secretary, q="ve tinh") == [TITLE]
    assert await found(after, after.delegate, q="ve tinh") == []
    await after.draft()
    assert await found(after, after.delegate, q="vệ tinh") == []
    await after.act(after.secretary, "submit")
    assert await found(after, after.delegate, q="VỆ TINH") == [TITLE]
    assert await found(after, after.stranger, q="giao ban") == []


async def test_by_agency_state_minutes_and_day(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    await after.publish()
    await after.hall.call(after.chair, after.delegate, title="Họp chuẩn bị")
    both = ["Họp chuẩn bị", TITLE]
    assert await found(after, after.delegate, sort="-starts") == both
    assert await found(after, after.delegate, agency="H02.14", state="ended") == [TITLE]
    assert await found(after, after.delegate, agency="H02.21") == []
    assert await found(after, after.delegate, minutes="published") == [TITLE]
    assert await found(after, after.delegate, minutes="none") == ["Họp chuẩn bị"]
    assert await found(after, after.delegate, start_from="2026-11-24") == []
    assert await found(after, after.delegate, start_from="2026-11-23", start_to="2026-11-23", sort="-starts") == both


async def test_page_export_and_search_box_tell_the_same(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    await after.publish()
    headers = after.hall.headers(after.delegate)
    page = await after.hall.http.get("/meetings/archive?q=giao+ban", headers=headers | HTML)
    assert "01/BB-H02.14" in page.text
    sheet = await after.hall.http.get("/meetings/archive.csv?q=giao+ban", headers=headers)
    assert TITLE in sheet.text
    box = await after.hall.http.get("/meetings/api/v1/search?q=giao+ban", headers=headers)
    (hit,) = box.json()["items"]
    assert (hit["title"], hit["path"]) == (TITLE, f"/meetings/meetings/{after.meeting['id']}")
    assert "01/BB-H02.14" in hit["note"]
    strange = await after.hall.http.get(
        "/meetings/api/v1/search?q=giao+ban", headers=after.hall.headers(after.stranger)
    )
    assert strange.json()["items"] == []
