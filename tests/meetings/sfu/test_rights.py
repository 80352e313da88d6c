"""What LiveKit's own server lets people send follows what the meeting lets them, whatever went wrong between."""

from typing import Any
from uuid import uuid4

import pytest
from livekit.api import AccessToken, VideoGrants
from livekit.protocol.models import TrackSource
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from meetings.sfu.background import put_right
from tests.meetings.guest.visitor import came, cookie_of, invited, tried
from tests.meetings.sfu.begun import Begun, people_at, said
from tests.support import livekit

CAMERA, MICROPHONE, SCREEN = TrackSource.CAMERA, TrackSource.MICROPHONE, TrackSource.SCREEN_SHARE


async def guest_in(held: Begun) -> tuple[str, str, str]:
    """Participant, cookie, and address of the line, of a guest who was let in."""
    guest = await invited(held.hall, held.chair, held.meeting)
    cookie = cookie_of(await tried(held.hall, guest))
    line = await came(held.hall, held.meeting, cookie)
    await line.next("lobby")
    waiting = (await held.one.next("waiting"))["people"][0]["participant"]
    await held.one.say("admission", participant=waiting, decision="admitted")
    inside = await line.next("inside")
    address = f"{held.hall.url}{inside['video']['url']}/rtc?access_token={inside['connection']}"
    return waiting, cookie, address.replace("http", "ws", 1)


async def straight(held: Begun, identity: str) -> ClientConnection:
    """At LiveKit with a token of its own key, past the meeting."""
    token = AccessToken(livekit.KEY, livekit.SECRET).with_identity(identity)
    text = token.with_grants(VideoGrants(room_join=True, room=held.meeting["id"])).to_jwt()
    address = f"{held.hall.app.state.settings.livekit_url}/rtc?access_token={text}"
    return await connect(address.replace("http", "ws", 1), proxy=None)


async def may_send(far: ClientConnection, *sources: Any) -> None:
    """Until LiveKit says that it is these, and no others."""
    while set((await said(far, "update")).participants[0].permission.can_publish_sources) != set(sources):
        pass


async def test_a_guest_comes_by_the_cookie_from_our_own_pages_and_shows_a_screen_with_the_floor(held: Begun) -> None:
    participant, cookie, address = await guest_in(held)
    origin = Origin(held.hall.app.state.settings.origin)
    async with connect(address, origin=origin, additional_headers={"Cookie": cookie}, proxy=None) as far:
        assert set((await said(far, "join")).participant.permission.can_publish_sources) == {CAMERA, MICROPHONE}
        await held.one.say("floor", participant=participant)
        await may_send(far, CAMERA, MICROPHONE, SCREEN)
        await held.one.say("floor", participant=None)
        await may_send(far, CAMERA, MICROPHONE)
    with pytest.raises(InvalidStatus):
        await connect(address, origin=Origin("https://elsewhere.vn"), additional_headers={"Cookie": cookie}, proxy=None)


async def test_who_was_put_to_silence_behind_the_sfu_s_back_is_silent_there_too(held: Begun) -> None:
    """As when the process that silenced them died before it told LiveKit."""
    await held.one.say("silence", participant=held.inside["participant"], on=True)
    await held.other.next("silenced")
    async with await straight(held, held.stay) as far:
        assert not (await said(far, "join")).participant.permission.can_publish_sources
        async with held.hall.app.state.database.session() as session:
            await put_right.work(session, held.hall.app)
        await may_send(far, CAMERA, SCREEN)


async def test_a_stranger_at_livekit_is_put_out_as_soon_as_it_tells_and_otherwise_soon_after(held: Begun) -> None:
    async with await straight(held, str(uuid4())) as far:
        await said(far, "leave")
        await far.wait_closed()
    assert await people_at(held) == []
