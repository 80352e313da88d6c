"""The server's clock jumps: nobody is thrown out by it, and no time is negative."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from meetings.live.background import forget_gone, look_round
from meetings.live.tables import Presence
from meetings.meeting.tables import Meeting
from tests.governance.office import Desk
from tests.meetings.hall import Hall, Line
from tests.meetings.live.gathering import begun, heard


async def forgotten(hall: Hall) -> None:
    """The job that forgets whom nobody has seen for half a minute does its work."""
    async with hall.app.state.database.session() as session:
        await forget_gone.work(session, hall.app)


async def stays(hall: Hall) -> list[Presence]:
    async with hall.app.state.database.session() as session:
        return list(await session.scalars(select(Presence)))


async def still_there(one: Line, two: Line) -> bool:
    told = await heard(one, two)
    return not {"over", "went"} & {message["type"] for message in told}


async def changed(hall: Hall, chair: Desk, meeting: dict[str, Any]) -> None:
    """Something of it, so that everybody looks again."""
    names = ("purpose", "starts_at", "ends_at", "lobby_minutes", "waiting", "quorum", "version", "agenda")
    data = {"title": "Giao ban tuần 49", **{name: meeting[name] for name in names}}
    answer = await hall.ask(chair, "PUT", f"/{meeting['id']}", json=data)
    assert answer.status_code == 200, answer.text
    await look_round(hall.app)


async def test_back_before_the_lobby_opens_and_forth_again(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    waiting, conducting = await hall.line(delegate, meeting), await hall.line(chair, meeting)
    await waiting.next("lobby")
    await conducting.next("inside")
    hall.pass_(hours=-2)
    await changed(hall, chair, meeting)
    await forgotten(hall)
    hall.pass_(hours=2)
    await conducting.say("open")
    await waiting.next("inside")
    assert "over" not in {message["type"] for message in waiting.heard + conducting.heard}


async def test_an_hour_forth_and_back_during_a_meeting(hall: Hall, chair: Desk, delegate: Desk) -> None:
    one, two = await begun(hall, await hall.call(chair, delegate), chair, delegate)
    for hours in (1, -1, -1, 1):
        hall.pass_(hours=hours)
        await forgotten(hall)
        assert await still_there(one, two)
    assert all(stay.left_at is None for stay in await stays(hall))


async def test_who_was_believed_gone_is_there_again_in_the_same_place(hall: Hall, chair: Desk, delegate: Desk) -> None:
    """As when the clock of another machine, which looks who is gone, is ahead."""
    one, two = await begun(hall, await hall.call(chair, delegate), chair, delegate)
    await two.say("hand", up=True)
    raised = (await one.next("hand"))["hand_at"]
    stay = two.heard[0]["connection"]
    async with hall.app.state.database.session() as session:
        await session.execute(update(Presence).where(Presence.id == UUID(stay)).values(left_at=hall.now))
    await look_round(hall.app)
    inside = await two.next("inside")
    assert inside["connection"] != stay
    assert [person["hand_at"] for person in inside["people"] if person["connection"] == inside["connection"]] == [
        raised
    ]
    assert (await one.next("came"))["person"]["connection"] == inside["connection"]


async def test_no_stay_and_no_meeting_ends_before_it_began(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    one, two = await begun(hall, meeting, chair, delegate)
    hall.pass_(minutes=-20)
    await two.socket.close()
    await one.next("went")
    again = await hall.line(delegate, meeting)
    await again.next("inside")
    hall.pass_(minutes=5)
    await look_round(hall.app)
    lines = (await hall.ask(chair, "GET", f"/{meeting['id']}/attendance")).json()["people"]
    assert [0 <= line["seconds"] <= 5 * 60 for line in lines] == [True, True]
    await one.say("end")
    await again.next("over")
    assert all(stay.joined_at <= (stay.left_at or stay.joined_at) for stay in await stays(hall))
    async with hall.app.state.database.session() as session:
        row = await session.get_one(Meeting, UUID(meeting["id"]))
        assert row.opened_at
        assert row.ended_at
        assert row.opened_at <= row.ended_at
