"""Chair and secretary do the same at the same moment: one thing happens, and both know which."""

import asyncio
from typing import Any

from sqlalchemy import select

from meetings.live.tables import Presence
from tests.governance.office import Desk
from tests.meetings.hall import SECONDS, Hall, Line
from tests.meetings.live.gathering import begun, heard

ROUNDS = 6


async def both(one: Line, two: Line, kind: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    await asyncio.gather(one.say(kind, **first), two.say(kind, **second))


async def speaking(hall: Hall) -> list[str]:
    async with hall.app.state.database.session() as session:
        query = select(Presence.participant_id).where(Presence.left_at.is_(None), Presence.floor_at.is_not(None))
        return [str(one) for one in await session.scalars(query)]


async def test_the_floor_is_one_persons(hall: Hall, chair: Desk, secretary: Desk, delegate: Desk) -> None:
    other = await hall.person("vanthu", "Lý Thị Văn")
    meeting = await hall.call(chair, delegate, other, secretary=secretary)
    one, two, three, four = await begun(hall, meeting, chair, secretary, delegate, other)
    speakers = [line.heard[0]["participant"] for line in (three, four)]
    for _ in range(ROUNDS):
        await both(one, two, "floor", {"participant": speakers[0]}, {"participant": speakers[1]})
        for line in (one, two):
            told = [(await line.next("floor"))["participant"] for _ in range(2)]
            assert set(told) == set(speakers)
        assert await speaking(hall) == told[-1:]


async def test_both_open_and_both_end(hall: Hall, chair: Desk, secretary: Desk) -> None:
    meeting = await hall.call(chair, secretary=secretary)
    one, two = [await hall.line(desk, meeting) for desk in (chair, secretary)]
    for line in (one, two):
        await line.next("inside")
    await both(one, two, "open", {}, {})
    for line in (one, two):
        await line.next("state", state="running")
    assert not [told for told in await heard(one, two) if told["type"] == "error"]
    await both(one, two, "end", {}, {})
    for line in (one, two):
        await line.next("over", reason="over")
        await line.closed()
    assert (await hall.ask(chair, "GET", f"/{meeting['id']}")).json()["state"] == "ended"


async def test_one_lets_in_and_the_other_refuses(hall: Hall, chair: Desk, secretary: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate, secretary=secretary, waiting="all")
    one, two = await begun(hall, meeting, chair, secretary)
    line = await hall.line(delegate, meeting)
    await line.next("lobby")
    (waiting,) = (await one.next("waiting"))["people"]
    who = {"participant": waiting["participant"]}
    await both(one, two, "admission", {**who, "decision": "admitted"}, {**who, "decision": "refused"})
    assert not [told for told in await heard(one, two) if told["type"] == "error"]
    people = (await hall.ask(chair, "GET", f"/{meeting['id']}/participants")).json()
    assert next(one for one in people if one["id"] == waiting["participant"])["name"] == "Nguyễn Hoàng Phương Thảo"
    await two.say("admission", **who, decision="admitted")
    again = await hall.line(delegate, meeting)
    await again.next("inside")


async def test_a_vote_is_opened_once(hall: Hall, chair: Desk, secretary: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate, secretary=secretary)
    await begun(hall, meeting, chair, secretary, delegate)
    votes = f"/{meeting['id']}/votes"
    vote = (await hall.ask(chair, "POST", votes, json={"question": "Thông qua?"})).json()
    step = {"version": vote["version"]}
    asked = [hall.ask(desk, "POST", f"{votes}/{vote['id']}/open", json=step) for desk in (chair, secretary)]
    assert sorted(answer.status_code for answer in await asyncio.gather(*asked)) == [200, 409]


async def test_one_person_in_many_windows_at_once_is_there_once(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    (one,) = await begun(hall, meeting, chair)
    lines = await asyncio.gather(*(hall.line(delegate, meeting) for _ in range(8)))
    open_still = {asyncio.create_task(line.socket.wait_closed()) for line in lines}
    async with asyncio.timeout(3 * SECONDS):
        while len(open_still) > 1:
            _, open_still = await asyncio.wait(open_still, return_when=asyncio.FIRST_COMPLETED)
    again = await hall.line(chair, meeting)
    present = (await again.next("inside"))["people"]
    assert [person["name"] for person in present].count("Nguyễn Hoàng Phương Thảo") == 1
    await one.closed()
    (last,) = open_still
    assert not last.done()
    last.cancel()
