"""Rooms of an agency, and who or what is needed elsewhere at the same time."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.governance.office import Desk
from tests.meetings.hall import Hall

ROOMS = "/meetings/api/v1/rooms"


@pytest.fixture
async def chair(hall: Hall) -> Desk:
    return await hall.person("giamdoc", "Trịnh Xuân Giám")


async def asked(hall: Hall, desk: Desk, method: str, path: str, **options: Any) -> httpx.Response:
    return await hall.http.request(method, path, headers=hall.headers(desk), **options)


async def made(hall: Hall, desk: Desk, name: str = "Phòng họp số 1", seats: int = 30) -> dict[str, Any]:
    data = {"name": name, "place": "Tầng 2, nhà A", "seats": seats}
    answer = await asked(hall, desk, "POST", ROOMS, json=data)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def planned(hall: Hall, **more: Any) -> dict[str, Any]:
    times = {"starts_at": hall.now.isoformat(), "ends_at": (hall.now + timedelta(hours=1)).isoformat()}
    return {**times, **more}


async def test_rooms_belong_to_their_agency(hall: Hall, chair: Desk) -> None:
    other, room = await hall.person("nguoila", "Lê Lạ", "H02.21"), await made(hall, chair)
    change = {"name": "Hội trường", "place": "", "seats": 200, "version": room["version"]}
    for method, options in (("GET", {}), ("PUT", {"json": change})):
        assert (await asked(hall, other, method, f"{ROOMS}/{room['id']}", **options)).status_code == 404
    assert (await asked(hall, other, "GET", ROOMS)).json()["items"] == []
    taken = await asked(hall, chair, "POST", ROOMS, json={"name": room["name"], "seats": 5})
    assert (taken.status_code, taken.json()["code"]) == (409, "room-name-taken")
    await made(hall, other)
    changed = await asked(hall, chair, "PUT", f"{ROOMS}/{room['id']}", json=change)
    assert (changed.json()["name"], changed.json()["seats"]) == ("Hội trường", 200)
    assert (await asked(hall, chair, "PUT", f"{ROOMS}/{room['id']}", json=change)).status_code == 409
    found = await asked(hall, chair, "GET", ROOMS, params={"q": "hoi truong"})
    assert [one["name"] for one in found.json()["items"]] == ["Hội trường"]


async def test_a_room_is_given_once_unless_that_is_wanted(hall: Hall, chair: Desk) -> None:
    room = await made(hall, chair)
    first = await hall.call(chair, room_id=room["id"])
    data = planned(hall, title="Họp khác", chair=str(chair.id), room_id=room["id"])
    taken = await hall.ask(chair, "POST", json=data)
    assert (taken.status_code, taken.json()["code"]) == (409, "room-taken")
    assert (await hall.ask(chair, "POST", json={**data, "overlap": True})).status_code == 201
    after = {**data, "starts_at": data["ends_at"], "ends_at": (hall.now + timedelta(hours=2)).isoformat()}
    second = await hall.ask(chair, "POST", json=after)
    assert second.status_code == 201
    moved = {**data, "version": second.json()["version"]}
    assert (await hall.ask(chair, "PUT", f"/{second.json()['id']}", json=moved)).status_code == 409
    same = {**data, "title": first["title"], "version": first["version"]}
    assert (await hall.ask(chair, "PUT", f"/{first['id']}", json=same)).status_code == 200


async def test_two_who_book_a_room_at_once_are_told_apart(hall: Hall, chair: Desk) -> None:
    room = await made(hall, chair)
    data = planned(hall, title="Họp giao ban", chair=str(chair.id), room_id=room["id"])
    answers = await asyncio.gather(*(hall.ask(chair, "POST", json=data) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]


async def test_only_open_rooms_of_the_agency_are_chosen(hall: Hall, chair: Desk) -> None:
    other = await hall.person("nguoila", "Lê Lạ", "H02.21")
    foreign, closed = await made(hall, other), await made(hall, chair, "Phòng cũ")
    change = {"name": "Phòng cũ", "place": "", "seats": 9, "closed": True, "version": closed["version"]}
    assert (await asked(hall, chair, "PUT", f"{ROOMS}/{closed['id']}", json=change)).status_code == 200
    for room in (foreign["id"], closed["id"], str(uuid4())):
        data = planned(hall, title="Họp", chair=str(chair.id), room_id=room)
        assert (await hall.ask(chair, "POST", json=data)).status_code == 422


async def test_people_who_are_busy_are_told_and_titles_only_to_who_may_see_them(hall: Hall, chair: Desk) -> None:
    planner, delegate = await hall.person("thuky", "Đỗ Thị Thư"), await hall.person("chuyenvien", "Vũ Hà")
    meeting = await hall.call(chair, delegate)
    plan = planned(hall, chair=str(planner.id), delegates=[str(delegate.id)])
    found = (await hall.ask(planner, "POST", "/conflicts", json=plan)).json()
    assert [(one["kind"], one["name"], one["title"]) for one in found] == [("person", "Vũ Hà", "")]
    own = await hall.ask(chair, "POST", "/conflicts", json=plan)
    assert [one["title"] for one in own.json()] == [meeting["title"]]
    assert (await hall.ask(chair, "POST", "/conflicts", json={**plan, "meeting_id": meeting["id"]})).json() == []
    called = await hall.ask(planner, "POST", json={**plan, "title": "Họp trùng giờ"})
    assert called.status_code == 201
    page = await asked(hall, planner, "GET", f"/meetings/meetings/{called.json()['id']}")
    assert ("Vũ Hà: bận" in page.text, meeting["title"] in page.text) == (True, False)
    await hall.ask(chair, "POST", f"/{meeting['id']}/cancel", json={})
    assert (await hall.ask(planner, "POST", "/conflicts", json=plan)).json() != found
    assert (
        await hall.ask(planner, "POST", "/conflicts", json={**plan, "meeting_id": meeting["id"]})
    ).status_code == 404


async def test_the_form_keeps_what_was_entered_when_the_room_is_taken(hall: Hall, chair: Desk) -> None:
    room = await made(hall, chair)
    meeting = await hall.call(chair, room_id=room["id"])
    html = {**hall.headers(chair), "Accept": "text/html"}
    agenda = "Tiến độ | Bình | 10\r\nKết luận | 5"
    form = planned(hall, title="Họp đột xuất", chair=str(chair.id), room_id=room["id"], agenda=agenda)
    shown = await hall.http.post("/meetings/meetings", data=form, headers=html)
    assert (shown.status_code, 'name="overlap"' in shown.text, "Họp đột xuất" in shown.text) == (409, True, True)
    done = await hall.http.post("/meetings/meetings", data={**form, "overlap": "true"}, headers=html)
    assert done.status_code == 303
    items = (await hall.ask(chair, "GET", "/" + done.headers["location"].rpartition("/")[2])).json()["agenda"]
    assert [(one["title"], one["presenter"], one["minutes"]) for one in items] == [
        ("Tiến độ", "Bình", 10),
        ("Kết luận", "", 5),
    ]
    partial = {**html, "HX-Request": "true", "HX-Request-Type": "partial"}
    part = await hall.http.post("/meetings/conflicts", data=form, headers=partial)
    assert (f"{room['name']}: {meeting['title']}" in part.text, "<html" in part.text) == (True, False)
    assert (await hall.http.post("/meetings/conflicts", data={}, headers=partial)).status_code == 200


async def test_the_pages_of_rooms(hall: Hall, chair: Desk) -> None:
    html = {**hall.headers(chair), "Accept": "text/html"}
    assert (await hall.http.post("/meetings/rooms", data={"name": ""}, headers=html)).status_code == 422
    data = {"name": "Phòng họp số 1", "place": "Nhà A", "seats": "30"}
    assert (await hall.http.post("/meetings/rooms", data=data, headers=html)).status_code == 303
    assert (await hall.http.post("/meetings/rooms", data=data, headers=html)).status_code == 409
    room = (await asked(hall, chair, "GET", ROOMS)).json()["items"][0]
    for language in ("vi", "en"):
        hall.http.cookies.set("lang", language)
        for path in ("/meetings/rooms", f"/meetings/rooms/{room['id']}/edit", "/meetings/rooms.csv"):
            page = await hall.http.get(path, headers=html)
            assert (page.status_code, "Phòng họp số 1" in page.text) == (200, True)
    saved = {**data, "seats": "40", "closed": "true", "version": str(room["version"])}
    assert (await hall.http.post(f"/meetings/rooms/{room['id']}", data=saved, headers=html)).status_code == 303
    again = await hall.http.post(f"/meetings/rooms/{room['id']}", data=saved, headers=html)
    assert again.status_code == 409
