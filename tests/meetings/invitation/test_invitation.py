"""Those who take part have the meeting in their mail and calendar, as it is now."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from kit.clock import ZONE
from meetings.participant.tables import Participant
from tests.meetings.hall import Hall
from tests.meetings.invitation.post import calendar_of, heard, reminded, told, words_of

WORDS = {
    "starts_at": "2026-11-24T08:00",
    "ends_at": "2026-11-24T09:30",
    "purpose": "Rà soát tiến độ; chuẩn bị báo cáo, kế hoạch",
    "agenda": [{"title": "Tiến độ các nền tảng số", "presenter": "Đỗ Thị Thư", "minutes": 15}],
}


async def planned(hall: Hall, **more: Any) -> tuple[Any, Any, dict[str, Any]]:
    chair, delegate = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("thao", "Nguyễn Phương Thảo")
    return chair, delegate, await hall.call(chair, delegate, **{**WORDS, **more})


async def change(hall: Hall, chair: Any, meeting: dict[str, Any], **values: Any) -> dict[str, Any]:
    names = ("title", "purpose", "starts_at", "ends_at", "lobby_minutes", "waiting", "quorum", "version", "agenda")
    data = {name: meeting[name] for name in names} | values
    answer = await hall.ask(chair, "PUT", f"/{meeting['id']}", json=data)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_each_is_invited_by_a_mail_that_calendars_take(hall: Hall) -> None:
    _, _, meeting = await planned(hall)
    mails = await told(hall)
    assert len(mails) == 2
    mail = next(mail for mail in mails.values() if "Phương Thảo" in words_of(mail))
    assert "Giao ban chuyển đổi số tuần 48 (24/11/2026 08:00)" in mail["Subject"]
    method, event = calendar_of(mail)
    assert (method, event["uid"], event["sequence"], event["status"]) == (
        "REQUEST",
        f"{meeting['id']}@meetings",
        0,
        "CONFIRMED",
    )
    assert event["dtstart"].params["tzid"] == "Asia/Ho_Chi_Minh"
    assert event["dtstart"].dt.astimezone(ZONE).isoformat() == "2026-11-24T08:00:00+07:00"
    assert "1. Tiến độ các nền tảng số · Đỗ Thị Thư · 15 phút" in str(event["description"])
    assert f"/meetings/meetings/{meeting['id']}" in str(event["description"])
    attendee = event["attendee"]
    assert [attendee.params[name] for name in ("role", "partstat", "rsvp")] == [
        "REQ-PARTICIPANT",
        "NEEDS-ACTION",
        "TRUE",
    ]
    assert event["organizer"].params["cn"] == "Trịnh Xuân Giám"
    assert event.alarms.times[0].trigger == event.start - timedelta(minutes=15)
    assert await told(hall) == {}


async def test_a_change_keeps_the_uid_and_raises_the_sequence(hall: Hall) -> None:
    chair, _, meeting = await planned(hall)
    await told(hall)
    await change(hall, chair, meeting, ends_at="2026-11-24T10:00")
    mails = await told(hall)
    assert len(mails) == 2
    method, event = calendar_of(next(iter(mails.values())))
    assert (method, event["uid"], event["sequence"]) == ("REQUEST", f"{meeting['id']}@meetings", 1)
    assert event["dtend"].dt.astimezone(ZONE).hour == 10


async def test_what_no_reader_would_notice_sends_no_mail(hall: Hall) -> None:
    chair, _, meeting = await planned(hall)
    await told(hall)
    await change(hall, chair, meeting, quorum=70, lobby_minutes=30)
    assert await told(hall) == {}
    (_, called), (topic, changed) = await heard(hall)
    assert (len(called["people"]), topic, changed["noticed"]) == (2, "meeting-changed", False)


async def test_a_cancellation_strikes_it_out_of_the_calendars(hall: Hall) -> None:
    chair, _, meeting = await planned(hall)
    await told(hall)
    reason = {"reason": "Lãnh đạo đi công tác"}
    assert (await hall.ask(chair, "POST", f"/{meeting['id']}/cancel", json=reason)).status_code == 200
    mails = await told(hall)
    assert len(mails) == 2
    method, event = calendar_of(next(iter(mails.values())))
    assert (method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert event["uid"] == f"{meeting['id']}@meetings"
    assert "Lãnh đạo đi công tác" in words_of(next(iter(mails.values())))
    assert [topic for topic, _ in await heard(hall)] == ["meeting-called", "meeting-cancelled"]


async def test_who_is_removed_gets_a_cancellation_and_who_comes_back_a_request(hall: Hall) -> None:
    _, delegate, _ = await planned(hall)
    await told(hall)
    await heard(hall)
    for removed_at, expected in ((hall.now, ("CANCEL", 1)), (None, ("REQUEST", 2))):
        async with hall.app.state.database.session() as session:
            mine = update(Participant).where(Participant.person_id == delegate.id)
            await session.execute(mine.values(removed_at=removed_at))
        ((_, mail),) = (await told(hall)).items()
        method, event = calendar_of(mail)
        assert (method, event["sequence"]) == expected
    (_, removal), (_, addition) = await heard(hall)
    assert (removal["removed"], removal["added"]) == ([str(delegate.id)], [])
    assert (addition["removed"], addition["added"]) == ([], [str(delegate.id)])


async def test_what_was_never_told_is_not_taken_back(hall: Hall) -> None:
    chair, _, meeting = await planned(hall)
    await hall.ask(chair, "POST", f"/{meeting['id']}/cancel", json={})
    assert await told(hall) == {}
    ((topic, data),) = await heard(hall)
    assert (topic, data["people"]) == ("meeting-cancelled", [])


async def test_people_are_reminded_once_a_quarter_of_an_hour_before(hall: Hall) -> None:
    chair, _, meeting = await planned(hall)
    await told(hall)
    await heard(hall)
    begins = (await hall.ask(chair, "GET", f"/{meeting['id']}")).json()["starts_at"]
    for minutes, expected in ((-16, []), (-15, ["meeting-soon"]), (-14, [])):
        hall.now = datetime.fromisoformat(begins) + timedelta(minutes=minutes)
        await reminded(hall)
        assert [topic for topic, _ in await heard(hall)] == expected


async def test_events_name_nobody(hall: Hall) -> None:
    await planned(hall)
    await told(hall)
    ((_, data),) = await heard(hall)
    assert "Giám" not in str(data)
    assert "Giao ban" not in str(data)
    assert data["state"] == "planned"
