"""Other calendars read a person's meetings from an address that only they know."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import httpx
from icalendar import Calendar
from sqlalchemy import select, update

from kit.consumer import Received
from kit.contracts.lgsp_gateway import AccountLocked
from meetings.calendar.consumers import locked
from meetings.calendar.tables import CalendarFeed
from meetings.participant.tables import Participant
from tests.governance.office import Desk
from tests.meetings.hall import Hall


async def post(hall: Hall, desk: Desk, path: str = "") -> httpx.Response:
    headers = {**hall.headers(desk), "Accept": "text/html"}
    return await hall.http.post(f"/meetings/calendar/feed{path}", headers=headers)


async def address(hall: Hall, desk: Desk) -> str:
    found = re.search(r"/meetings/calendar/[\w-]{43}\.ics", (await post(hall, desk)).text)
    assert found
    return found[0]


async def test_the_feed_has_the_meetings_of_its_person_alone(hall: Hall) -> None:
    chair, other = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("la", "Lê Văn Lạ", "H02.21")
    agenda = [{"title": "Tiến độ", "presenter": "Đỗ Thị Thư", "minutes": 15}]
    mine = await hall.call(chair, agenda=agenda)
    await hall.call(other)
    answer = await hall.http.get(await address(hall, chair))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).events
    assert (event["uid"], event["status"]) == (f"{mine['id']}@meetings", "CONFIRMED")
    assert "1. Tiến độ · Đỗ Thị Thư · 15 phút" in str(event["description"])


async def test_what_did_not_change_is_not_sent_again(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    meeting, path = await hall.call(chair), await address(hall, chair)
    tag = (await hall.http.get(path)).headers["etag"]
    hall.pass_(minutes=5)
    again = await hall.http.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    await hall.ask(chair, "POST", f"/{meeting['id']}/cancel", json={})
    changed = await hall.http.get(path, headers={"If-None-Match": tag})
    (event,) = Calendar.from_ical(changed.content).events
    assert (changed.status_code, event["status"], event["sequence"]) == (200, "CANCELLED", 1)


async def test_who_is_taken_out_of_a_meeting_has_it_no_more(hall: Hall) -> None:
    chair, delegate = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("thao", "Nguyễn Thảo")
    await hall.call(chair, delegate)
    path = await address(hall, delegate)
    assert len(Calendar.from_ical((await hall.http.get(path)).content).events) == 1
    async with hall.app.state.database.session() as session:
        mine = update(Participant).where(Participant.person_id == delegate.id)
        await session.execute(mine.values(removed_at=hall.now))
    assert Calendar.from_ical((await hall.http.get(path)).content).events == []


async def test_a_renewed_or_revoked_address_is_nothing(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    old, new = await address(hall, chair), await address(hall, chair)
    assert old != new
    assert [(await hall.http.get(path)).status_code for path in (old, new)] == [404, 200]
    assert (await post(hall, chair, "/revoke")).status_code == 303
    assert (await hall.http.get(new)).status_code == 404


async def test_the_address_ends_with_the_account(hall: Hall) -> None:
    chair, other = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("la", "Lê Văn Lạ", "H02.21")
    old, kept = await address(hall, chair), await address(hall, other)
    told = heard(chair, hall.now + timedelta(seconds=1))
    async with hall.app.state.database.session() as session:
        await locked(session, [told])
    assert [(await hall.http.get(path)).status_code for path in (old, kept)] == [404, 200]
    hall.pass_(minutes=5)
    anew = await address(hall, chair)
    async with hall.app.state.database.session() as session:
        await locked(session, [told])
    assert (await hall.http.get(anew)).status_code == 200
    assert AccountLocked.topic in set(hall.app.state.consumer.events)


def heard(desk: Desk, time: datetime) -> Received[AccountLocked]:
    return Received(AccountLocked(account_id=desk.account), uuid4(), str(desk.account), 2, "story", time)


async def test_only_the_digest_of_the_address_is_kept(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    path = await address(hall, chair)
    async with hall.app.state.database.session() as session:
        (row,) = await session.scalars(select(CalendarFeed))
    assert path.removeprefix("/meetings/calendar/").removesuffix(".ics") not in str(vars(row))
    headers = {**hall.headers(chair), "Accept": "text/html"}
    assert path not in (await hall.http.get("/meetings/calendar/feed", headers=headers)).text
