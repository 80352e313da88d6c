"""What the first page of the whole hears of meetings: what each of those in it has to do, in turn."""

from datetime import timedelta
from typing import Any

from kit.web.home import Home
from tests.governance.office import Desk
from tests.meetings.hall import Hall
from tests.meetings.live.gathering import begun


async def home_of(hall: Hall, desk: Desk) -> Home:
    answer = await hall.http.get("/meetings/api/v1/home", headers=hall.headers(desk))
    assert answer.status_code == 200, answer.text
    return Home.model_validate_json(answer.content)


async def kinds(hall: Hall, desk: Desk) -> list[str]:
    return [one.kind for one in (await home_of(hall, desk)).attention]


async def test_from_the_invitation_to_the_minutes_everybody_is_told_the_own_part(hall: Hall) -> None:
    chair, member = await hall.person("lan", "Đỗ Thị Lan"), await hall.person("nam", "Lê Văn Nam", "H02.21")
    stranger = await hall.person("an", "Vũ An")
    starts = hall.now + timedelta(days=2)
    times: dict[str, Any] = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    meeting = await hall.call(chair, member, **times)
    assert (await kinds(hall, chair), await kinds(hall, member)) == ([], ["meeting-answer"])
    hall.pass_(days=2, minutes=-30)
    assert (await kinds(hall, chair), await kinds(hall, member)) == (["meeting-attend"], ["meeting-attend"])
    (today,) = (await home_of(hall, member)).attention
    assert (today.why, today.path) == ("Họp hôm nay lúc 08:30", f"/meetings/meetings/{meeting['id']}")
    await begin_and_end(hall, chair, member, meeting)
    assert (await kinds(hall, chair), await kinds(hall, member)) == (["meeting-write"], [])
    (news,) = (await home_of(hall, member)).happenings
    assert news.text == "Cuộc họp “Giao ban chuyển đổi số tuần 48” đã kết thúc"
    assert await home_of(hall, stranger) == Home(attention=[], path="/meetings/meetings")


async def begin_and_end(hall: Hall, chair: Desk, member: Desk, meeting: dict[str, Any]) -> None:
    hall.pass_(minutes=30)
    (line,) = await begun(hall, meeting, chair)
    assert await kinds(hall, member) == ["meeting-run"]
    (news,) = (await home_of(hall, member)).happenings
    assert news.text.endswith("đã bắt đầu")
    await line.say("end")
    await line.closed()


async def test_it_is_bounded_and_counts_only_the_own(hall: Hall) -> None:
    chair, member = await hall.person("lan", "Đỗ Thị Lan"), await hall.person("nam", "Lê Văn Nam")
    other = await hall.person("an", "Vũ An")
    for hours in range(1, 8):
        at = hall.now + timedelta(days=1, hours=hours)
        times: dict[str, Any] = {"starts_at": at.isoformat(), "ends_at": (at + timedelta(minutes=30)).isoformat()}
        await hall.call(chair, *([member] if hours > 1 else [other]), title=f"Họp {hours}", **times)
    home = await home_of(hall, member)
    assert (home.count, [one.title for one in home.attention]) == (6, [f"Họp {hours}" for hours in range(2, 7)])
    assert (await home_of(hall, other)).count == 1
