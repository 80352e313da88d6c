"""Nobody is in a meeting without a right to it, nor before or after its time; whose right ends is put out."""

from typing import Any

import pytest
from sqlalchemy import update
from websockets.exceptions import InvalidStatus

from meetings.live.background import look_round
from meetings.participant.tables import Participant
from tests.governance.office import Desk
from tests.meetings.guest.visitor import came, cookie_of, invited, tried
from tests.meetings.hall import Hall
from tests.meetings.live.gathering import begun


async def shut(hall: Hall, desk: Desk, meeting: dict[str, Any]) -> int:
    with pytest.raises(InvalidStatus) as refused:
        await hall.line(desk, meeting)
    return refused.value.response.status_code


async def place_of(hall: Hall, chair: Desk, meeting: dict[str, Any], name: str) -> dict[str, Any]:
    people = (await hall.ask(chair, "GET", f"/{meeting['id']}/participants")).json()
    return next(one for one in people if one["name"] == name)


async def test_a_guest_comes_neither_before_the_lobby_opens_nor_after_the_end(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair, lobby_minutes=15)
    cookie = cookie_of(await tried(hall, await invited(hall, chair, meeting)))
    hall.pass_(minutes=-16)
    assert (await (await came(hall, meeting, cookie)).next("over"))["reason"] == "early"
    hall.pass_(minutes=16)
    (one,) = await begun(hall, meeting, chair)
    await (await came(hall, meeting, cookie)).next("lobby")
    await one.say("end")
    await one.next("over", reason="over")
    with pytest.raises(InvalidStatus):
        await came(hall, meeting, cookie)
    assert (await (await hall.line(chair, meeting)).next("over"))["reason"] == "over"


async def test_a_meeting_nobody_ended_is_over_half_a_day_later(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    hall.pass_(hours=13, minutes=1)
    assert (await (await hall.line(chair, meeting)).next("over"))["reason"] == "over"


async def test_a_cancelled_meeting_puts_out_who_is_there_and_lets_nobody_in(
    hall: Hall, chair: Desk, delegate: Desk
) -> None:
    meeting = await hall.call(chair, delegate)
    lobby = await hall.line(delegate, meeting)
    await lobby.next("lobby")
    conducting = await hall.line(chair, meeting)
    await conducting.next("inside")
    assert (await hall.ask(chair, "POST", f"/{meeting['id']}/cancel", json={})).status_code == 200
    for line in (lobby, conducting):
        assert (await line.next("over"))["reason"] == "over"
        await line.closed()
        assert line.socket.close_code == 4000
        assert "cancelled" in [told["state"] for told in line.heard if told["type"] == "state"]
    assert (await (await hall.line(delegate, meeting)).next("over"))["reason"] == "over"


async def test_the_pages_that_change_and_cancel_a_meeting_reach_its_people_too(
    hall: Hall, chair: Desk, delegate: Desk
) -> None:
    meeting = await hall.call(chair, delegate)
    lobby = await hall.line(delegate, meeting)
    await lobby.next("lobby")
    page = f"/meetings/meetings/{meeting['id']}"
    put_off = {f"{name}_at": f"2031-03-0{day}T08:00" for name, day in (("starts", 3), ("ends", 4))}
    kept = {name: meeting[name] for name in ("title", "purpose", "lobby_minutes", "waiting", "quorum", "version")}
    assert (await hall.http.post(page, data=kept | put_off, headers=hall.headers(chair))).status_code == 303
    assert (await lobby.next("over"))["reason"] == "early"
    conducting = await hall.line(chair, other := await hall.call(chair))
    await conducting.next("inside")
    cancelling = f"/meetings/meetings/{other['id']}/cancel"
    assert (await hall.http.post(cancelling, headers=hall.headers(chair))).status_code == 303
    assert (await conducting.next("over"))["reason"] == "over"


async def test_who_was_put_out_by_mistake_is_let_back_in(
    hall: Hall, chair: Desk, secretary: Desk, delegate: Desk
) -> None:
    meeting = await hall.call(chair, delegate, secretary=secretary)
    one, two, three = await begun(hall, meeting, chair, secretary, delegate)
    who = {"participant": three.heard[0]["participant"]}
    await one.say("admission", **who, decision="refused")
    assert (await three.next("over"))["reason"] == "refused"
    for line in (one, two):
        (shut_out,) = (await line.next("refused"))["people"]
        assert (shut_out["participant"], shut_out["name"]) == (who["participant"], "Nguyễn Hoàng Phương Thảo")
    assert (await (await hall.line(delegate, meeting)).next("over"))["reason"] == "refused"
    again = await hall.line(secretary, meeting)
    assert [one["name"] for one in (await again.next("inside"))["refused"]] == ["Nguyễn Hoàng Phương Thảo"]
    await again.say("admission", **who, decision="admitted")
    assert (await one.next("refused"))["people"] == []
    assert (await (await hall.line(delegate, meeting)).next("inside"))["refused"] == []


async def test_a_secretary_who_was_put_out_conducts_nothing_until_let_back_in(
    hall: Hall, chair: Desk, secretary: Desk
) -> None:
    meeting = await hall.call(chair, secretary=secretary)
    one, two = await begun(hall, meeting, chair, secretary)
    who = {"participant": two.heard[0]["participant"]}
    vote = {"question": "Thông qua kế hoạch?", "options": ["Đồng ý", "Không đồng ý"]}
    for decision, status in (("refused", 409), ("admitted", 201)):
        await one.say("admission", **who, decision=decision)
        await one.next("refused")
        assert (await hall.ask(secretary, "POST", f"/{meeting['id']}/votes", json=vote)).status_code == status
    assert (await two.next("over"))["reason"] == "refused"


async def test_who_is_taken_out_is_put_out_and_stays_out(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    _, two = await begun(hall, meeting, chair, delegate)
    place = await place_of(hall, chair, meeting, "Nguyễn Hoàng Phương Thảo")
    path = f"/{meeting['id']}/participants/{place['id']}?version={place['version']}"
    assert (await hall.ask(chair, "DELETE", path)).status_code == 204
    assert (await two.next("over"))["reason"] == "refused"
    await two.closed()
    assert await shut(hall, delegate, meeting) == 403


async def test_a_substitute_comes_in_and_whose_place_it_is_goes_out(hall: Hall, chair: Desk, delegate: Desk) -> None:
    other = await hall.person("vanthu", "Lý Thị Văn")
    meeting = await hall.call(chair, delegate)
    assert await shut(hall, other, meeting) == 403
    _, two = await begun(hall, meeting, chair, delegate)
    place = await place_of(hall, chair, meeting, "Nguyễn Hoàng Phương Thảo")
    data = {"version": place["version"], "person_id": str(other.id)}
    given = await hall.ask(delegate, "POST", f"/{meeting['id']}/participants/{place['id']}/substitute", json=data)
    assert given.status_code == 201
    assert (await two.next("over"))["reason"] == "refused"
    assert await shut(hall, delegate, meeting) == 403
    await (await hall.line(other, meeting)).next("inside")


async def test_who_is_no_longer_chair_conducts_no_longer(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    one, two = await begun(hall, meeting, chair, delegate)
    place = await place_of(hall, chair, meeting, "Nguyễn Hoàng Phương Thảo")
    data = {"version": place["version"], "role": "chair"}
    assert (
        await hall.ask(chair, "PUT", f"/{meeting['id']}/participants/{place['id']}/role", json=data)
    ).status_code == 200
    await two.next("inside", conducts=True)
    await one.next("inside", conducts=False)
    await one.say("end")
    assert (await one.next("error"))["code"] == "not-conducting"


async def test_a_right_that_ends_without_a_word_is_noticed(hall: Hall, chair: Desk, delegate: Desk) -> None:
    """As when another process changes it and Valkey, which carries the word, is away."""
    meeting = await hall.call(chair, delegate)
    one, two = await begun(hall, meeting, chair, delegate)
    await look_round(hall.app)
    async with hall.app.state.database.session() as session:
        mine = update(Participant).where(Participant.person_id == delegate.id)
        await session.execute(mine.values(removed_at=hall.now, version=Participant.version + 1))
    await two.say("chat", text="Tôi vẫn nói được")
    assert (await two.next("over"))["reason"] == "refused"
    await one.next("went")
    assert not [told for told in one.heard if told["type"] == "chat"]


async def test_nobody_shuts_the_chair_out(hall: Hall, chair: Desk, secretary: Desk) -> None:
    one, two = await begun(hall, await hall.call(chair, secretary=secretary), chair, secretary)
    for decision in ("refused", "lobby"):
        await two.say("admission", participant=one.heard[0]["participant"], decision=decision)
        assert (await two.next("error"))["code"] == "chair-needed"
    await one.say("chat", text="Tôi vẫn ở đây")
    await two.next("chat")
