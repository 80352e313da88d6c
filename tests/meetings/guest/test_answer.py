"""A guest answers the invitation with the link of the mail; whoever prepares the meeting sees it."""

import re

import httpx
import pytest

from tests.governance.office import Desk
from tests.meetings.guest.visitor import invited, tried
from tests.meetings.hall import Hall

HTML = {"Accept": "text/html"}


@pytest.fixture
async def chair(hall: Hall) -> Desk:
    return await hall.person("giamdoc", "Trịnh Xuân Giám")


async def answered(hall: Hall, path: str, answer: str, note: str = "", version: str = "") -> httpx.Response:
    door = await hall.http.get(path, headers=HTML)
    found = re.search(r'name="version" value="(\d+)"', door.text)
    assert found
    data = {"version": version or found[1], "answer": answer, "note": note}
    return await hall.http.post(f"{path}/answer", data=data, headers=HTML)


async def test_a_guest_answers_by_the_link_and_may_change_their_mind(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    guest = await invited(hall, chair, meeting)
    for answer, shown in (("accepted", "Sẽ dự"), ("declined", "Không dự")):
        given = await answered(hall, guest["path"], answer, note="Tôi đến bằng tàu")
        assert (given.status_code, given.headers["location"]) == (303, guest["path"])
        people = (await hall.ask(chair, "GET", f"/{meeting['id']}/participants?role=guest")).json()
        assert [(one["answer"], one["answer_note"]) for one in people] == [(answer, "Tôi đến bằng tàu")]
        html = {**hall.headers(chair), **HTML}
        for page in ("people", "guests"):
            assert shown in (await hall.http.get(f"/meetings/meetings/{meeting['id']}/{page}", headers=html)).text


async def test_what_is_no_answer_is_shown_again(hall: Hall, chair: Desk) -> None:
    guest = await invited(hall, chair, await hall.call(chair))
    assert (await answered(hall, guest["path"], "perhaps")).status_code == 422
    assert (await answered(hall, guest["path"], "accepted", note="á" * 501)).status_code == 422
    stale = await answered(hall, guest["path"], "accepted", version="77")
    assert (stale.status_code, "Hãy gửi lại trả lời" in stale.text) == (409, True)


async def test_nobody_answers_by_a_link_that_is_taken_back_or_made_up(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    guest = await invited(hall, chair, meeting)
    await hall.ask(chair, "POST", f"/{meeting['id']}/guests/{guest['participant_id']}/revoke")
    for path in (guest["path"], "/meetings/guest/" + "0" * 64):
        data = {"version": "1", "answer": "accepted"}
        assert (await hall.http.post(f"{path}/answer", data=data)).status_code == 404


async def test_the_link_alone_tells_nothing_of_the_meeting_and_lets_nobody_in(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    guest = await invited(hall, chair, meeting)
    given = await answered(hall, guest["path"], "tentative")
    assert "guest-" not in given.headers["set-cookie"]
    door = await hall.http.get(guest["path"], headers=HTML)
    assert [word in door.text for word in (meeting["title"], "Phạm Thị Khách", "Có thể dự")] == [False, False, True]
    assert (await tried(hall, guest, "12345")).status_code == 422


async def test_who_signs_in_with_no_name_is_not_every_guest(hall: Hall, chair: Desk) -> None:
    """Guests are known by no name either; programs have none."""
    meeting = await hall.call(chair)
    await invited(hall, chair, meeting)
    issued = int(hall.now.timestamp())
    facts = {"kind": "system", "preferred_username": "", "iat": issued, "exp": issued + 300}
    nameless = hall.keys.bearer("meetings:read", **facts)
    answer = await hall.http.get(f"/meetings/api/v1/meetings/{meeting['id']}", headers=nameless)
    assert answer.status_code == 404
    assert (await hall.http.get("/meetings/api/v1/meetings", headers=nameless)).json()["items"] == []
