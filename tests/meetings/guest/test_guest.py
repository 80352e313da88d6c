"""Guests from outside: by a link and a PIN, into one meeting, as long as somebody wants them there."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from websockets.exceptions import InvalidStatus

from meetings.guest.queries import MOST_TRIES
from tests.governance.office import Desk
from tests.meetings.guest.visitor import came, cookie_of, invited, opened, tried
from tests.meetings.hall import Hall


@pytest.fixture
async def chair(hall: Hall) -> Desk:
    return await hall.person("giamdoc", "Trịnh Xuân Giám")


async def test_a_guest_comes_by_link_and_pin_and_is_let_in(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    guest = await invited(hall, chair, meeting)
    door = await hall.http.get(guest["path"])
    assert (door.status_code, meeting["title"] in door.text, door.headers["cache-control"]) == (200, False, "no-store")
    entered = await tried(hall, guest)
    assert (entered.status_code, entered.headers["location"]) == (303, f"/meetings/{meeting['id']}/room")
    attributes = entered.headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", f"path=/meetings/{meeting['id']}"} <= set(attributes.split("; "))
    room = await hall.http.get(f"/meetings/{meeting['id']}/room", headers={"Cookie": cookie_of(entered)})
    assert (room.status_code, meeting["title"] in room.text) == (200, True)
    conducting = await opened(hall, chair, meeting)
    line = await came(hall, meeting, cookie_of(entered))
    await line.next("lobby", state="running")
    (waiting,) = (await conducting.next("waiting"))["people"]
    await conducting.say("admission", participant=waiting["participant"], decision="admitted")
    inside = await line.next("inside")
    assert (inside["conducts"], waiting["name"]) == (False, "Phạm Thị Khách")


async def test_a_guest_sees_nothing_but_the_room(hall: Hall, chair: Desk) -> None:
    meeting, other = await hall.call(chair), await hall.call(chair)
    cookie = {"Cookie": cookie_of(await tried(hall, await invited(hall, chair, meeting)))}
    for path in ("/meetings/meetings", f"/meetings/meetings/{meeting['id']}", f"/meetings/{other['id']}/room"):
        assert (await hall.http.get(path, headers=cookie)).status_code == 401
    assert (await hall.http.get(f"/meetings/api/v1/meetings/{meeting['id']}", headers=cookie)).status_code == 401
    with pytest.raises(InvalidStatus):
        await came(hall, other, cookie["Cookie"])


async def test_wrong_pins_are_counted_and_lock_the_link(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    guest = await invited(hall, chair, meeting)
    wrong = f"{(int(guest['pin']) + 1) % 10**6:06}"
    for _ in range(MOST_TRIES):
        assert (await tried(hall, guest, wrong)).status_code == 422
    locked = await tried(hall, guest)
    assert (locked.status_code, (await hall.http.get(guest["path"])).status_code) == (403, 403)
    renewed = await hall.ask(chair, "POST", f"/{meeting['id']}/guests/{guest['participant_id']}/renew")
    fresh = {**renewed.json(), "path": urlsplit(renewed.json()["link"]).path}
    assert (await tried(hall, fresh)).status_code == 303
    assert (await tried(hall, guest)).status_code == 404


async def test_taking_the_link_back_ends_the_visit_and_the_cookie(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair, waiting="nobody")
    guest = await invited(hall, chair, meeting)
    entered = await tried(hall, guest)
    await opened(hall, chair, meeting)
    line = await came(hall, meeting, cookie_of(entered))
    await line.next("inside")
    path = f"/{meeting['id']}/guests/{guest['participant_id']}/revoke"
    assert (await hall.ask(chair, "POST", path)).status_code == 204
    assert (await line.next("over"))["reason"] == "refused"
    await line.closed()
    with pytest.raises(InvalidStatus):
        await came(hall, meeting, cookie_of(entered))
    replayed = await hall.http.get(guest["path"], headers={"Accept": "text/html"})
    assert (replayed.status_code, "đã bị thu hồi" in replayed.text) == (404, True)


async def test_a_new_link_ends_who_came_by_the_old_one(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair, waiting="nobody")
    guest = await invited(hall, chair, meeting)
    entered = await tried(hall, guest)
    await opened(hall, chair, meeting)
    line = await came(hall, meeting, cookie_of(entered))
    await line.next("inside")
    assert (
        await hall.ask(chair, "POST", f"/{meeting['id']}/guests/{guest['participant_id']}/renew")
    ).status_code == 200
    assert (await line.next("over"))["reason"] == "refused"
    with pytest.raises(InvalidStatus):
        await came(hall, meeting, cookie_of(entered))


async def test_links_and_cookies_end_with_the_meeting(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    guest = await invited(hall, chair, meeting)
    cookie = {"Cookie": cookie_of(await tried(hall, guest))}
    hall.pass_(hours=5, seconds=1)
    late = await hall.http.get(guest["path"], headers={"Accept": "text/html"})
    assert (late.status_code, "Liên kết đã hết hạn" in late.text) == (404, True)
    assert (await hall.http.get(f"/meetings/{meeting['id']}/room", headers=cookie)).status_code == 404


async def test_a_forged_cookie_is_nothing(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    guest, other = await invited(hall, chair, meeting), await invited(hall, chair, meeting, "Lê Văn Khách")
    name, _, value = cookie_of(await tried(hall, guest)).partition("=")
    forged = value.replace(guest["participant_id"].replace("-", ""), other["participant_id"].replace("-", ""))
    assert forged != value
    for cookie in (forged, value[:-1], "", "x.y.z", "."):
        answer = await hall.http.get(f"/meetings/{meeting['id']}/room", headers={"Cookie": f"{name}={cookie}"})
        assert answer.status_code == 404


async def test_who_is_signed_in_is_sent_to_the_own_seat(hall: Hall, chair: Desk) -> None:
    guest = await invited(hall, chair, await hall.call(chair))
    for method, data in (("GET", None), ("POST", {"pin": guest["pin"]})):
        answer = await hall.http.request(method, guest["path"], headers=hall.headers(chair), data=data)
        assert (answer.status_code, "Bạn đã có chỗ" in answer.text, "set-cookie" in answer.headers) == (
            200,
            True,
            False,
        )


async def test_only_who_prepares_handles_guests(hall: Hall, chair: Desk) -> None:
    delegate, stranger = await hall.person("chuyenvien", "Vũ Hà"), await hall.person("nguoila", "Lê Lạ", "H02.21")
    meeting = await hall.call(chair, delegate)
    guest = await invited(hall, chair, meeting)
    for desk, status in ((delegate, 409), (stranger, 404)):
        assert (await hall.ask(desk, "POST", f"/{meeting['id']}/guests", json={"name": "Ai"})).status_code == status
        for verb in ("renew", "revoke"):
            path = f"/{meeting['id']}/guests/{guest['participant_id']}/{verb}"
            assert (await hall.ask(desk, "POST", path)).status_code == status
    people = (await hall.ask(chair, "GET", f"/{meeting['id']}/participants")).json()
    official = next(one for one in people if one["role"] == "chair")["id"]
    assert (await hall.ask(chair, "POST", f"/{meeting['id']}/guests/{official}/renew")).json()["code"] == "guest-needed"
    assert (await hall.ask(chair, "POST", f"/{meeting['id']}/guests/{uuid4()}/renew")).status_code == 404


async def test_an_address_that_tries_too_often_is_held_back(hall: Hall) -> None:
    answers = [await hall.http.get(f"/meetings/guest/{uuid4().hex}") for _ in range(62)]
    assert {one.status_code for one in answers[:60]} == {404}
    assert answers[-1].status_code == 429


async def test_the_pages_of_guests(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    home, html = f"/meetings/meetings/{meeting['id']}/guests", {**hall.headers(chair), "Accept": "text/html"}
    wrong = await hall.http.post(home, data={"name": "", "email": "không"}, headers=html)
    assert wrong.status_code == 422
    shown = await hall.http.post(home, data={"name": "Phạm Thị Khách", "origin": "An Phú"}, headers=html)
    assert (shown.status_code, "/meetings/guest/" in shown.text, shown.headers["cache-control"]) == (
        200,
        True,
        "no-store",
    )
    for language in ("vi", "en"):
        hall.http.cookies.set("lang", language)
        listed = await hall.http.get(home, headers=html)
        assert ("Phạm Thị Khách" in listed.text, "/meetings/guest/" in listed.text) == (True, False)
        assert (await hall.http.get(f"/meetings/{meeting['id']}/left")).status_code == 200
