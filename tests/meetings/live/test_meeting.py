"""People in a meeting: who comes in, who is heard, who conducts."""

from uuid import uuid4

import pytest
from websockets.exceptions import InvalidStatus

from tests.governance.office import Desk
from tests.meetings.hall import Hall
from tests.meetings.live.gathering import begun


async def test_who_comes_before_the_opening_waits_and_is_let_in_by_it(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    waiting = await hall.line(delegate, meeting)
    assert (await waiting.next("lobby"))["state"] == "planned"
    conducting = await hall.line(chair, meeting)
    assert [one["name"] for one in (await conducting.next("inside"))["waiting"]] == ["Nguyễn Hoàng Phương Thảo"]
    await conducting.say("open")
    inside = await waiting.next("inside")
    assert {one["name"] for one in inside["people"]} == {"Trịnh Xuân Giám", "Nguyễn Hoàng Phương Thảo"}
    assert (await conducting.next("came"))["person"]["name"] == "Nguyễn Hoàng Phương Thảo"
    assert (inside["conducts"], inside["video"]["kind"]) == (False, "mesh")


async def test_who_still_waits_after_the_opening_is_told_for_whom(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate, waiting="all")
    waiting = await hall.line(delegate, meeting)
    await waiting.next("lobby", state="planned")
    await begun(hall, meeting, chair)
    assert (await waiting.next("lobby", state="running"))["title"] == meeting["title"]


async def test_the_lobby_opens_at_its_time(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair, lobby_minutes=15)
    hall.pass_(minutes=-16)
    early = await hall.line(chair, meeting)
    assert (await early.next("over"))["reason"] == "early"
    hall.pass_(minutes=1)
    await (await hall.line(chair, meeting)).next("inside")


async def test_nobody_comes_in_without_a_part_in_it(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair)
    with pytest.raises(InvalidStatus) as refused:
        await hall.line(delegate, meeting)
    assert refused.value.response.status_code == 403


async def test_signals_reach_whom_they_are_for_with_their_true_sender(hall: Hall, chair: Desk, delegate: Desk) -> None:
    third = await hall.person("vanthu", "Lý Thị Văn")
    meeting = await hall.call(chair, delegate, third)
    one, two, other = await begun(hall, meeting, chair, delegate, third)
    people = {person["name"]: person["connection"] for person in other.heard[-1]["people"]}
    offer = {"type": "offer", "sdp": "v=0\r\n"}
    await two.say("signal", to=people["Trịnh Xuân Giám"], description=offer)
    heard = await one.next("signal")
    assert (heard["from"], heard["description"]) == (people["Nguyễn Hoàng Phương Thảo"], offer)
    forged = {"to": people["Trịnh Xuân Giám"], "from": people["Lý Thị Văn"], "description": offer}
    await two.say("signal", **forged)
    assert (await two.next("error"))["code"] == "meeting-message-malformed"
    await other.say("chat", text="Tôi nghe rõ")
    await other.next("chat")
    assert not [message for message in other.heard if message["type"] == "signal"]


async def test_the_waiting_room_admits_refuses_and_takes_back(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate, waiting="all")
    (conducting,) = await begun(hall, meeting, chair)
    line = await hall.line(delegate, meeting)
    await line.next("lobby", state="running")
    (waiting,) = (await conducting.next("waiting"))["people"]
    await conducting.say("admission", participant=waiting["participant"], decision="admitted")
    await line.next("inside")
    assert (await conducting.next("waiting"))["people"] == []
    await conducting.say("admission", participant=waiting["participant"], decision="lobby")
    await line.next("lobby")
    await conducting.say("admission", participant=waiting["participant"], decision="refused")
    assert (await line.next("over"))["reason"] == "refused"
    assert (await (await hall.line(delegate, meeting)).next("over"))["reason"] == "refused"


async def test_a_closed_tab_leaves_the_waiting_room(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate, waiting="all")
    (conducting,) = await begun(hall, meeting, chair)
    line = await hall.line(delegate, meeting)
    assert len((await conducting.next("waiting"))["people"]) == 1
    line.socket.transport.abort()
    assert (await conducting.next("waiting"))["people"] == []


async def test_who_is_put_to_silence_stays_silent(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    one, two = await begun(hall, meeting, chair, delegate)
    own = two.heard[-1]["participant"]
    await two.say("media", microphone=True, camera=True, screen=False)
    assert (await one.next("media"))["microphone"] is True
    await one.say("silence", participant=own, on=True)
    assert (await two.next("silenced"))["on"] is True
    assert (await one.next("media"))["microphone"] is False
    await two.say("media", microphone=True, camera=True, screen=False)
    assert (await one.next("media"))["microphone"] is False
    await one.say("silence", participant=own, on=False)
    await one.next("silenced")
    await two.say("media", microphone=True, camera=False, screen=False)
    assert (await one.next("media", camera=False))["microphone"] is True


async def test_hands_keep_their_order_and_the_floor_is_given(hall: Hall, chair: Desk, delegate: Desk) -> None:
    third = await hall.person("vanthu", "Lý Thị Văn")
    meeting = await hall.call(chair, delegate, third)
    one, two, other = await begun(hall, meeting, chair, delegate, third)
    for line in (other, two):
        hall.pass_(seconds=5)
        await line.say("hand", up=True)
        await one.next("hand")
    raised = [message["hand_at"] for message in one.heard if message["type"] == "hand"]
    assert raised == sorted(raised)
    speaker = other.heard[0]["participant"]
    await one.say("floor", participant=speaker)
    assert (await two.next("floor"))["participant"] == speaker
    await two.say("floor", participant=two.heard[0]["participant"])
    assert (await two.next("error"))["code"] == "not-conducting"
    await other.say("floor", participant=None)
    assert (await one.next("floor", participant=None))["since"] is None


async def test_who_comes_back_keeps_the_place(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    one, two = await begun(hall, meeting, chair, delegate)
    await two.say("hand", up=True)
    raised = (await one.next("hand"))["hand_at"]
    two.socket.transport.abort()
    await one.next("went")
    hall.pass_(seconds=30)
    again = await hall.line(delegate, meeting)
    present = (await again.next("inside"))["people"]
    (me,) = [one for one in present if one["name"] == "Nguyễn Hoàng Phương Thảo"]
    assert me["hand_at"] == raised
    replaced = await hall.line(delegate, meeting)
    await replaced.next("inside")
    assert (await again.next("over"))["reason"] == "replaced"
    await again.closed()


async def test_only_who_conducts_opens_and_ends(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    one, two = await begun(hall, meeting, chair, delegate)
    for message in ({"type": "end"}, {"type": "admission", "participant": str(uuid4()), "decision": "refused"}):
        await two.say(message.pop("type"), **message)
        assert (await two.next("error"))["code"] == "not-conducting"
    await one.say("end")
    assert (await two.next("over"))["reason"] == "over"
    assert (await hall.ask(delegate, "GET", f"/{meeting['id']}")).json()["state"] == "ended"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"type":"shout"}', '{"type":"chat","text":""}', '{"type":"chat","text":"' + "á" * 70000 + '"}'],
)
async def test_what_makes_no_sense_is_refused_and_the_meeting_goes_on(hall: Hall, chair: Desk, text: str) -> None:
    meeting = await hall.call(chair)
    (line,) = await begun(hall, meeting, chair)
    await line.socket.send(text)
    assert (await line.next("error"))["code"] == "meeting-message-malformed"
    await line.say("chat", text="Vẫn nghe được")
    assert (await line.next("chat"))["text"] == "Vẫn nghe được"


async def test_a_flood_is_held_back_and_then_cut(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    (line,) = await begun(hall, meeting, chair)
    for _ in range(400):
        await line.say("beat")
    assert (await line.next("error"))["code"] == "meeting-too-many-messages"
    await line.closed()


async def test_the_floor_goes_to_another_while_who_has_it_is_away(hall: Hall, chair: Desk, delegate: Desk) -> None:
    one, two = await begun(hall, meeting := await hall.call(chair, delegate), chair, delegate)
    speakers = [line.heard[0]["participant"] for line in (one, two)]
    await one.say("floor", participant=speakers[1])
    await two.next("floor", participant=speakers[1])
    two.socket.transport.abort()
    await one.next("went")
    await one.say("floor", participant=speakers[1])
    assert (await one.next("error"))["code"] == "participant-not-found"
    await one.say("floor", participant=speakers[0])
    await one.next("floor", participant=speakers[0])
    present = (await (await hall.line(delegate, meeting)).next("inside"))["people"]
    assert [person["participant"] for person in present if person["floor_at"]] == [speakers[0]]
