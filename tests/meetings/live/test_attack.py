"""Who sends what no browser of ours would send: it is refused, and the others do not notice."""

import json
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from meetings.live.rate import ARRIVALS
from tests.governance.office import Desk
from tests.meetings.guest.visitor import came, cookie_of, invited, tried
from tests.meetings.hall import Hall
from tests.meetings.live.gathering import begun, heard

SOMEBODY = str(uuid4())
FORGED: list[dict[str, Any]] = [
    {"type": "chat", "text": "Tôi là chủ tọa", "participant": SOMEBODY},
    {"type": "chat", "text": "Tôi là chủ tọa", "name": "Trịnh Xuân Giám"},
    {"type": "hand", "up": True, "connection": SOMEBODY},
    {"type": "media", "microphone": True, "camera": True, "screen": True, "from": SOMEBODY},
    {"type": "signal", "to": SOMEBODY, "from": SOMEBODY},
    {"type": "went", "connection": SOMEBODY},
    {"type": "over", "reason": "ended"},
    {"type": "waiting", "people": []},
]
UNREADABLE = {
    "binary": b"\x00\xff" * 100,
    "long": json.dumps({"type": "chat", "text": "a" * 3_000_000}),
    "long in bytes only": json.dumps({"type": "signal", "to": SOMEBODY, "x": "ệ" * 30_000}, ensure_ascii=False),
    "deep lists": '{"type":"chat","text":' + "[" * 30_000 + "]" * 30_000 + "}",
    "deep objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "half a character": '{"type":"chat","text":"\\ud800"}',
    "a null character": '{"type":"chat","text":"a\\u0000b"}',
    "turned around": '{"type":"chat","text":"\\u202eba"}',
    "no number": '{"type":"signal","to":"x","candidate":{"candidate":"","sdpMLineIndex":NaN}}',
    "a huge number": '{"type":"hand","up":' + "9" * 5000 + "}",
}


@pytest.mark.parametrize("message", FORGED, ids=lambda one: f"{one['type']} {len(one)}")
async def test_nobody_speaks_for_another(hall: Hall, chair: Desk, delegate: Desk, message: dict[str, Any]) -> None:
    one, two = await begun(hall, await hall.call(chair, delegate), chair, delegate)
    await two.socket.send(json.dumps(message))
    assert (await two.next("error"))["code"] == "meeting-message-malformed"
    assert {told["type"] for told in await heard(one, two)} == {"inside", "state", "came", "chat"}


@pytest.mark.parametrize("frame", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_what_cannot_be_read_hurts_nobody(hall: Hall, chair: Desk, delegate: Desk, frame: str | bytes) -> None:
    one, two = await begun(hall, await hall.call(chair, delegate), chair, delegate)
    await two.socket.send(frame)
    assert (await two.next("error"))["code"] == "meeting-message-malformed"
    assert [told["text"] for told in await heard(one, two) if told["type"] == "chat"] == ["Mọi người nghe rõ chưa"]


async def test_nothing_reaches_another_meeting(hall: Hall, chair: Desk, delegate: Desk) -> None:
    (own,) = await begun(hall, await hall.call(chair), chair)
    other, there = await begun(hall, await hall.call(delegate, chair), delegate, chair)
    stay = other.heard[0]
    await own.say("signal", to=stay["connection"], description={"type": "offer", "sdp": "v=0\r\n"})
    for kind, more in (("floor", {}), ("silence", {"on": True}), ("admission", {"decision": "refused"})):
        await own.say(kind, participant=stay["participant"], **more)
        assert (await own.next("error"))["code"] == "participant-not-found"
    told = await heard(other, there)
    assert {one["type"] for one in told} == {"inside", "state", "came", "chat"}


async def test_a_page_of_somebody_else_cannot_use_the_cookie_of_a_guest(hall: Hall, chair: Desk) -> None:
    meeting = await hall.call(chair)
    cookie = cookie_of(await tried(hall, await invited(hall, chair, meeting)))
    address = f"{hall.url}/meetings/{meeting['id']}/socket".replace("http", "ws", 1)
    ours = hall.app.state.settings.origin
    foreign = ("null", "https://evil.example", f"{ours}.evil.example", ours.replace("http", "ftp"))
    for origin in (None, *map(Origin, foreign)):
        with pytest.raises(InvalidStatus) as refused:
            await connect(address, origin=origin, additional_headers={"Cookie": cookie}, proxy=None)
        assert refused.value.response.status_code == 403
    await (await came(hall, meeting, cookie)).next("lobby")


async def test_many_sockets_of_one_person_are_one_and_then_none(hall: Hall, chair: Desk, delegate: Desk) -> None:
    """The door is shut to that person for a while; the others go on."""
    meeting = await hall.call(chair, delegate)
    (one,) = await begun(hall, meeting, chair)
    lines = [await hall.line(delegate, meeting) for _ in range(ARRIVALS)]
    with pytest.raises(InvalidStatus) as refused:
        await hall.line(delegate, meeting)
    assert refused.value.response.status_code == 403
    for line in lines[:-1]:
        await line.closed()
        assert line.heard[-1]["reason"] == "replaced"
    told = await heard(one, lines[-1])
    assert sum({"came": 1, "went": -1}.get(message["type"], 0) for message in told) == 1
    await one.say("chat", text="Ta tiếp tục")
    await lines[-1].next("chat", text="Ta tiếp tục")


async def test_a_flood_from_one_socket_leaves_the_others_in_peace(hall: Hall, chair: Desk, delegate: Desk) -> None:
    one, two = await begun(hall, await hall.call(chair, delegate), chair, delegate)
    for _ in range(2000):
        await two.say("beat")
    await two.closed()
    assert two.socket.close_code == 4001
    await one.next("went")
    assert {message["type"] for message in await heard(one, one)} == {"inside", "state", "came", "went", "chat"}
