"""A guest's link comes by mail, the PIN never does."""

from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.governance.office import Desk
from tests.meetings.guest.visitor import invited, opened, tried
from tests.meetings.hall import Hall
from tests.meetings.invitation.post import calendar_of, told, words_of
from tests.meetings.invitation.test_invitation import change

ADDRESS = "khach@anphu.example"


@pytest.fixture
async def chair(hall: Hall) -> Desk:
    return await hall.person("giamdoc", "Trịnh Xuân Giám")


@pytest.fixture
async def meeting(hall: Hall, chair: Desk) -> dict[str, Any]:
    called = await hall.call(chair)
    await told(hall)
    return called


def everything(mail: EmailMessage) -> str:
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return mail.as_string() + "".join(part.decode() for part in parts if isinstance(part, bytes))


async def renewed(hall: Hall, chair: Desk, meeting: dict[str, Any], guest: dict[str, Any]) -> dict[str, Any]:
    answer = await hall.ask(chair, "POST", f"/{meeting['id']}/guests/{guest['participant_id']}/renew")
    return {**answer.json(), "path": urlsplit(answer.json()["link"]).path}


async def test_the_link_is_mailed_and_the_pin_is_told_by_telephone(
    hall: Hall, chair: Desk, meeting: dict[str, Any]
) -> None:
    guest = await invited(hall, chair, meeting, email=ADDRESS)
    assert guest["email"] == ADDRESS
    mails = await told(hall)
    assert list(mails) == [ADDRESS]
    mail = mails[ADDRESS]
    assert guest["link"] in words_of(mail)
    assert "Mã PIN không gửi qua thư" in words_of(mail)
    assert guest["pin"] not in everything(mail).replace(guest["path"], "").replace(meeting["id"], "")
    method, event = calendar_of(mail)
    assert (method, event["sequence"], event["url"]) == ("REQUEST", 0, guest["link"])
    assert await told(hall) == {}


async def test_a_new_link_is_mailed_too_also_during_the_meeting(
    hall: Hall, chair: Desk, meeting: dict[str, Any]
) -> None:
    guest = await invited(hall, chair, meeting, email=ADDRESS)
    first = (await told(hall))[ADDRESS]
    fresh = await renewed(hall, chair, meeting, guest)
    second = (await told(hall))[ADDRESS]
    assert fresh["link"] != guest["link"]
    assert [fresh["link"] in words_of(mail) for mail in (first, second)] == [False, True]
    assert (await tried(hall, fresh)).status_code == 303
    await opened(hall, chair, meeting)
    newest = await renewed(hall, chair, meeting, guest)
    third = (await told(hall))[ADDRESS]
    assert newest["link"] in words_of(third)
    events = [calendar_of(mail)[1] for mail in (first, second, third)]
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert len({event["uid"] for event in events}) == 1


async def test_guests_hear_of_changes_of_being_taken_out_and_of_the_cancellation(
    hall: Hall, chair: Desk, meeting: dict[str, Any]
) -> None:
    guest = await invited(hall, chair, meeting, email=ADDRESS)
    await told(hall)
    changed = await change(hall, chair, meeting, title="Giao ban chuyển đổi số tuần 49")
    mail = (await told(hall))[ADDRESS]
    method, event = calendar_of(mail)
    assert (method, event["sequence"], event["summary"]) == ("REQUEST", 1, changed["title"])
    assert guest["link"] in words_of(mail)
    await hall.ask(chair, "POST", f"/{meeting['id']}/guests/{guest['participant_id']}/revoke")
    assert calendar_of((await told(hall))[ADDRESS])[0] == "CANCEL"
    await renewed(hall, chair, meeting, guest)
    assert calendar_of((await told(hall))[ADDRESS])[0] == "REQUEST"
    await hall.ask(chair, "POST", f"/{meeting['id']}/cancel", json={"reason": "Hoãn"})
    mail = (await told(hall))[ADDRESS]
    assert (calendar_of(mail)[0], "/meetings/guest/" in words_of(mail)) == ("CANCEL", False)


async def test_a_guest_who_reads_english_is_written_to_in_english_and_the_others_are_not(
    hall: Hall, chair: Desk
) -> None:
    meeting = await hall.call(chair, agenda=[{"title": "Kế hoạch quý IV", "minutes": 20}])
    await told(hall)
    guest = await invited(hall, chair, meeting, "John Smith", ADDRESS, "en")
    await invited(hall, chair, meeting, email="khac@anphu.example")
    mails = await told(hall)
    mail = mails[ADDRESS]
    assert mail["subject"].startswith(f"Invitation: {meeting['title']}")
    assert all(
        text in words_of(mail) for text in ("Dear John Smith,", "Agenda:", "tells it by telephone", guest["link"])
    )
    _, event = calendar_of(mail)
    assert "Join, and answer the invitation" in event["description"]
    assert (event["location"], "Agenda:\n1. Kế hoạch quý IV" in event["description"]) == ("Online meeting", True)
    assert "Kính gửi" in words_of(mails["khac@anphu.example"])
    door = await hall.http.get(guest["link"].removeprefix(hall.app.state.settings.origin), follow_redirects=True)
    assert "Join as a guest" in door.text
    hall.http.cookies.clear()
    await hall.ask(chair, "POST", f"/{meeting['id']}/cancel", json={})
    cancelled = (await told(hall))[ADDRESS]
    assert (cancelled["subject"].startswith("Meeting cancelled: "), calendar_of(cancelled)[0]) == (True, "CANCEL")


async def test_without_an_address_the_link_is_handed_over(hall: Hall, chair: Desk, meeting: dict[str, Any]) -> None:
    guest = await invited(hall, chair, meeting)
    assert await told(hall) == {}
    html = {**hall.headers(chair), "Accept": "text/html"}
    again = f"/meetings/meetings/{meeting['id']}/guests/{guest['participant_id']}/renew"
    assert "Khách chưa có thư điện tử" in (await hall.http.post(again, headers=html)).text
    other = f"/meetings/meetings/{meeting['id']}/guests"
    shown = await hall.http.post(other, data={"name": "Lê Văn Khách", "email": ADDRESS}, headers=html)
    assert f"Liên kết được gửi tới {ADDRESS}" in shown.text
