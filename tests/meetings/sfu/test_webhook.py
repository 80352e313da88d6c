"""What LiveKit tells is believed when it is proved, and counted once."""

from collections.abc import AsyncIterator, Callable
from time import time
from uuid import uuid4

import pytest

from tests.governance.office import Office
from tests.meetings.hall import Hall, opened
from tests.meetings.sfu.begun import HOOK, begun, hook, told
from tests.support.livekit import KEY, SECRET
from tests.support.tokens import TestKeys

NOBODY = "http://127.0.0.1:1"


@pytest.fixture
async def sfu_hall(office: Office, make_database: Callable[[str], str], keys: TestKeys) -> AsyncIterator[Hall]:
    """With an SFU by its settings, which does not answer."""
    given = {"video": "livekit", "livekit_url": NOBODY, "livekit_key": KEY, "livekit_secret": SECRET}
    async with opened(office, make_database("meetings"), keys, **given) as started:
        yield started


async def test_a_broken_line_is_told_once(sfu_hall: Hall) -> None:
    held = await begun(sfu_hall)
    meeting, one, other, connection = held.meeting, held.one, held.other, held.stay
    await other.say("media", microphone=True, camera=True, screen=False)
    await one.next("media", camera=True)
    body = told("participant_connection_aborted", meeting["id"], connection)
    assert await hook(sfu_hall, body) == 204
    assert (await one.next("media"))["microphone"] is False
    await other.say("media", microphone=True, camera=True, screen=False)
    await one.next("media", camera=True)
    assert await hook(sfu_hall, body) == 204
    await one.say("chat", text="Còn thấy hình")
    await one.next("chat")
    assert [message["camera"] for message in one.heard if message["type"] == "media"] == [True, False, True]


async def test_only_what_livekit_signed_is_believed(sfu_hall: Hall) -> None:
    body = told("participant_joined", str(uuid4()), str(uuid4()))
    assert await hook(sfu_hall, body, of=b"{}") == 401
    assert await hook(sfu_hall, body, secret="another-secret-of-tests-only-0123456789ab") == 401
    assert await hook(sfu_hall, body, exp=int(time()) - 3600) == 401
    assert await hook(sfu_hall, body, iss="somebody") == 401
    assert await hook(sfu_hall, b"{") == 401
    assert await hook(sfu_hall, b'{"event":"room_started"}') == 401
    assert (await sfu_hall.http.post(HOOK, content=body)).status_code == 401
    assert await hook(sfu_hall, told("participant_joined", "không phải", "ai đó")) == 204


async def test_without_an_sfu_nothing_is_believed(hall: Hall) -> None:
    assert await hook(hall, told("participant_joined", str(uuid4()), str(uuid4()))) == 401


async def test_with_an_sfu_nobody_changes_over_when_more_come_than_could_send_to_each_other(sfu_hall: Hall) -> None:
    names = ["Đào Thị Thư", "Lương Trưởng", "Vũ Thị Giám", "Phạm Đức Lãnh", "Nguyễn Văn Chánh"]
    desks = [await sfu_hall.person(f"nguoi{number}", name) for number, name in enumerate(names)]
    held = await begun(sfu_hall, *desks)
    for desk in desks:
        inside = await (await sfu_hall.line(desk, held.meeting)).next("inside")
        url = f"/meetings/{held.meeting['id']}/sfu"
        assert inside["video"] == {"kind": "livekit", "url": url, "stay": inside["connection"]}
    assert len(inside["people"]) == sfu_hall.app.state.settings.mesh_most + 1
    while len([message for message in held.one.heard if message["type"] == "came"]) < len(names) + 1:
        await held.one.next("came")
    assert [message["type"] for message in held.one.heard].count("inside") == 1
