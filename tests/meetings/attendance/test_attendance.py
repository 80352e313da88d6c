"""Who was there, for how long, and whether that is enough."""

import csv
import io
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from meetings.participant.tables import Participant
from tests.governance.office import Desk
from tests.meetings.hall import Hall, Line


@pytest.fixture
async def people(hall: Hall) -> list[Desk]:
    """Chair, and three delegates."""
    names = ("Trịnh Xuân Giám", "Lê Thị Bình", "Phạm Văn Cường", "Vũ Thị Dung")
    return [await hall.person(f"nguoi{place}", name) for place, name in enumerate(names)]


async def entered(hall: Hall, desk: Desk, meeting: dict[str, Any]) -> Line:
    line = await hall.line(desk, meeting)
    await line.next("inside")
    return line


async def begun(hall: Hall, people: list[Desk], **more: Any) -> tuple[dict[str, Any], Line]:
    meeting = await hall.call(people[0], *people[1:], **more)
    line = await entered(hall, people[0], meeting)
    await line.say("open")
    await line.next("state", state="running")
    return meeting, line


async def attendance(hall: Hall, desk: Desk, meeting: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    answer = await hall.ask(desk, "GET", f"/{meeting['id']}/attendance")
    assert answer.status_code == 200, answer.text
    return answer.json()["quorum"], {one["name"]: one for one in answer.json()["people"]}


async def test_time_present_is_the_sum_of_stays(hall: Hall, people: list[Desk]) -> None:
    meeting, chair = await begun(hall, people)
    first = await entered(hall, people[1], meeting)
    hall.pass_(minutes=10)
    first.socket.transport.abort()
    await chair.next("went")
    hall.pass_(minutes=5)
    second = await entered(hall, people[1], meeting)
    hall.pass_(minutes=20)
    _, lines = await attendance(hall, people[0], meeting)
    assert (lines["Lê Thị Bình"]["seconds"], lines["Lê Thị Bình"]["here"]) == (30 * 60, True)
    await second.socket.close()
    await chair.next("went")
    hall.pass_(minutes=5)
    _, lines = await attendance(hall, people[0], meeting)
    came = lines["Lê Thị Bình"]
    assert (came["seconds"], came["here"], came["joined_at"] < came["left_at"]) == (30 * 60, False, True)
    assert lines["Trịnh Xuân Giám"]["seconds"] == 40 * 60
    assert lines["Phạm Văn Cường"]["joined_at"] is None


async def test_the_lobby_is_not_the_meeting(hall: Hall, people: list[Desk]) -> None:
    meeting, _ = await begun(hall, people, waiting="all")
    waiting = await hall.line(people[1], meeting)
    await waiting.next("lobby")
    hall.pass_(minutes=10)
    quorum, lines = await attendance(hall, people[0], meeting)
    assert lines["Lê Thị Bình"]["joined_at"] is None
    assert quorum["present"] == 1


async def test_quorum_counts_members_inside_now(hall: Hall, people: list[Desk]) -> None:
    meeting, chair = await begun(hall, people, quorum=50)
    quorum, _ = await attendance(hall, people[0], meeting)
    assert (quorum["members"], quorum["present"], quorum["enough"]) == (4, 1, False)
    line = await entered(hall, people[1], meeting)
    live = (await hall.ask(people[0], "GET", f"/{meeting['id']}/quorum")).json()
    assert (live["present"], live["enough"]) == (2, True)
    await line.socket.close()
    await chair.next("went")
    assert (await hall.ask(people[0], "GET", f"/{meeting['id']}/quorum")).json()["enough"] is False


async def test_a_substitute_counts_in_place_of_whom_they_replace(hall: Hall, people: list[Desk]) -> None:
    meeting, _ = await begun(hall, people)
    invited = (await hall.ask(people[0], "GET", f"/{meeting['id']}/participants")).json()
    ids = {one["name"]: UUID(one["id"]) for one in invited}
    async with hall.app.state.database.session() as session:
        stands_in = update(Participant).where(Participant.id == ids["Vũ Thị Dung"])
        await session.execute(stands_in.values(substitute_of=ids["Phạm Văn Cường"]))
    await entered(hall, people[3], meeting)
    quorum, lines = await attendance(hall, people[0], meeting)
    assert (quorum["members"], quorum["present"]) == (3, 2)
    assert lines["Phạm Văn Cường"]["substitute"] == "Vũ Thị Dung"
    assert lines["Vũ Thị Dung"]["stands_for"] == "Phạm Văn Cường"


async def test_only_who_conducts_sees_it_and_takes_it_along(hall: Hall, people: list[Desk]) -> None:
    meeting, _ = await begun(hall, people)
    hall.pass_(minutes=3, seconds=5)
    assert (await hall.ask(people[1], "GET", f"/{meeting['id']}/attendance")).json()["code"] == "not-conducting"
    stranger = await hall.person("nguoila", "Người Ngoài")
    assert (await hall.ask(stranger, "GET", f"/{meeting['id']}/quorum")).status_code == 404
    headers = hall.headers(people[0]) | {"Accept": "text/html"}
    page = await hall.http.get(f"/meetings/meetings/{meeting['id']}/attendance", headers=headers)
    assert "Trịnh Xuân Giám" in page.text
    sheet = await hall.http.get(f"/meetings/meetings/{meeting['id']}/attendance.csv", headers=headers)
    lines = list(csv.reader(io.StringIO(sheet.text.removeprefix("\ufeff"))))
    assert lines[0][0] == "Họ tên"
    assert (lines[1][0], lines[1][-1]) == ("Trịnh Xuân Giám", "0:03:05")
    assert [line[4] for line in lines[2:]] == ["", "", ""]
