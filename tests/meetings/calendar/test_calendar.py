"""Meetings by day, week and month, each where it belongs in Viet Nam's time."""

import html
import re
from datetime import date
from typing import Any

from meetings.calendar.span import span_of
from tests.governance.office import Desk
from tests.meetings.hall import Hall


async def page(hall: Hall, desk: Desk, **wanted: str) -> str:
    headers = {**hall.headers(desk), "Accept": "text/html"}
    answer = await hall.http.get("/meetings/calendar", params=wanted, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


async def held(hall: Hall, chair: Desk, title: str, starts_at: str, ends_at: str) -> dict[str, Any]:
    return await hall.call(chair, title=title, starts_at=starts_at, ends_at=ends_at)


def test_weeks_begin_on_monday_and_months_are_whole_weeks() -> None:
    week = span_of("week", date(2026, 11, 26))
    assert (week.days[0], week.days[-1]) == (date(2026, 11, 23), date(2026, 11, 29))
    month = span_of("month", date(2026, 11, 26))
    assert (month.first, month.end, month.previous, month.following) == (
        date(2026, 10, 26),
        date(2026, 12, 7),
        date(2026, 10, 1),
        date(2026, 12, 1),
    )
    assert span_of("month", date(2026, 12, 31)).following == date(2027, 1, 1)


async def test_a_meeting_stands_on_its_day_of_viet_nam_and_with_all_days_it_lasts(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    await held(hall, chair, "Trực bão đêm", "2026-11-24T22:00", "2026-11-25T02:00")
    await held(hall, chair, "Giao ban sớm", "2026-11-24T06:30", "2026-11-24T07:00")
    first, second = [await page(hall, chair, view="day", day=f"2026-11-{day}") for day in (24, 25)]
    assert "Giao ban sớm" in first
    assert "22:00 <span" in first
    assert "sang ngày sau" in first
    assert "Trực bão đêm" in second
    assert "từ ngày trước" in second
    assert "Giao ban sớm" not in second
    for view in ("week", "month"):
        assert (await page(hall, chair, view=view, day="2026-11-26")).count(
            "schedule__short schedule__short--planned"
        ) == 3


async def test_overlapping_ones_stand_side_by_side(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    times = {"Một": ("08:00", "10:00"), "Hai": ("09:00", "09:30"), "Ba": ("09:45", "11:00"), "Bốn": ("11:00", "12:00")}
    for title, (start, end) in times.items():
        await held(hall, chair, title, f"2026-11-24T{start}", f"2026-11-24T{end}")
    groups = (await page(hall, chair, view="day", day="2026-11-24")).split('class="schedule__group"')[1:]
    assert [group.count("<article") for group in groups] == [3, 1]


async def test_of_a_very_full_day_the_list_has_the_rest(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    for number in range(51):
        await held(hall, chair, f"Họp số {number}", "2026-11-24T08:00", "2026-11-24T09:00")
    shown = await page(hall, chair, view="day", day="2026-11-24")
    assert shown.count("<article") == 50
    assert "và 1 cuộc họp khác" in shown
    link = re.search(r'href="(/meetings/meetings\?start_from[^"]+)"', shown)
    assert link
    headers = {**hall.headers(chair), "Accept": "text/html"}
    listed = (await hall.http.get(html.unescape(link[1]), headers=headers)).text
    assert "Họp số" in listed


async def test_a_week_says_how_many_of_a_day_it_does_not_write_out(hall: Hall) -> None:
    chair, other = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("la", "Lê Văn Lạ", "H02.21")
    for number in range(8):
        await held(hall, chair, f"Họp số {number}", f"2026-11-24T{8 + number:02}:00", f"2026-11-24T{9 + number:02}:00")
    await held(hall, chair, "Họp cả đêm", "2026-11-23T20:00", "2026-11-25T00:00")
    shown = await page(hall, chair, day="2026-11-26")
    cells = shown.split("schedule__cell")[1:]
    first, second, third = [part for part in cells if "schedule__date" in part][:3]
    assert [part.count("<li><a class") for part in (first, second, third)] == [1, 6, 0]
    assert "và 3 cuộc họp khác" in second
    assert "từ ngày trước" in second
    assert "Họp cả đêm" in first
    assert "Họp số 5" not in second
    assert "cuộc họp khác" not in await page(hall, other, day="2026-11-26")


async def test_cancelled_ones_are_struck_through_and_others_meetings_are_not_shown(hall: Hall) -> None:
    chair, other = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("la", "Lê Văn Lạ", "H02.21")
    meeting = await held(hall, chair, "Họp đã bỏ", "2026-11-24T08:00", "2026-11-24T09:00")
    await hall.ask(chair, "POST", f"/{meeting['id']}/cancel", json={})
    assert "<s>Họp đã bỏ</s>" in await page(hall, chair, day="2026-11-24")
    assert "Họp đã bỏ" not in await page(hall, other, day="2026-11-24")


async def test_today_is_shown_unless_another_day_is_asked_for(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    assert "Lịch họp 23/11/2026 – 29/11/2026" in await page(hall, chair)
    headers = {**hall.headers(chair), "Accept": "text/html"}
    wrong = await hall.http.get("/meetings/calendar", params={"day": "9999-12-31"}, headers=headers)
    assert wrong.status_code == 422
