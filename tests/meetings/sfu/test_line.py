"""The way to LiveKit's own server leads through the meeting: open to who is inside, closed at once to who is not."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
from livekit.api import AccessToken, LiveKitAPI, VideoGrants
from livekit.protocol.models import ParticipantPermission, TrackSource
from livekit.protocol.room import UpdateParticipantRequest
from livekit.protocol.rtc import SignalRequest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.http11 import Request

from tests.meetings.hall import SECONDS, Hall
from tests.meetings.sfu.begun import Begun, Start, begun, kinds_until, people_at, said
from tests.support import livekit

ELSEWHERE = "một phòng khác"


async def is_refused(held: Begun, desk: Any, stay: str) -> bool:
    with pytest.raises(InvalidStatus) as refused:
        await held.far(desk, stay)
    return refused.value.response.status_code == 403 and (await held.why(desk, stay)).status_code == 403


async def test_who_is_inside_comes_to_the_sfu_as_this_stay_with_the_smallest_rights(held: Begun) -> None:
    async with await held.far(held.delegate, held.stay) as far:
        joined = await said(far, "join")
        assert (joined.room.name, joined.participant.identity) == (held.meeting["id"], held.stay)
        assert joined.participant.name == joined.participant.metadata == ""
        may = joined.participant.permission
        assert (may.can_subscribe, may.can_publish, may.can_publish_data, may.can_update_metadata) == (
            *(True, True),
            *(False, False),
        )
        sources = {TrackSource.CAMERA, TrackSource.MICROPHONE, TrackSource.SCREEN_SHARE}
        assert set(may.can_publish_sources) == sources
        assert await people_at(held) == [held.stay]


async def test_who_is_put_out_is_cut_off_and_the_old_way_is_closed_at_once(held: Begun) -> None:
    async with await held.far(held.delegate, held.stay) as far:
        await said(far, "join")
        await held.one.say("admission", participant=held.inside["participant"], decision="refused")
        assert (await held.other.next("over"))["reason"] == "refused"
        assert await is_refused(held, held.delegate, held.stay)
        async with asyncio.timeout(SECONDS):
            await said(far, "leave")
            await far.wait_closed()
    assert await people_at(held) == []


async def test_nobody_comes_on_another_s_stay_or_without_one(held: Begun) -> None:
    stranger = await held.hall.person("nguoila", "Lê Thị Lạ")
    assert await is_refused(held, held.chair, held.stay)
    assert await is_refused(held, held.delegate, held.meeting["id"])
    assert await is_refused(held, held.delegate, "không phải")
    with pytest.raises(InvalidStatus):
        await held.far(stranger, held.stay)
    assert (await held.why(stranger, held.stay)).status_code == 404
    path = f"{held.inside['video']['url']}/rtc/validate"
    assert (await held.hall.http.get(path, params={"access_token": held.stay})).status_code == 401
    assert await people_at(held) == []


async def test_nobody_comes_from_the_lobby_nor_after_the_end(held: Begun) -> None:
    await held.one.say("admission", participant=held.inside["participant"], decision="lobby")
    await held.other.next("lobby")
    assert await is_refused(held, held.delegate, held.stay)
    await held.one.say("admission", participant=held.inside["participant"], decision="admitted")
    await held.other.next("inside")
    assert (await held.why(held.delegate, held.stay)).status_code == 204
    await held.one.say("end")
    await held.other.next("over")
    assert await is_refused(held, held.delegate, held.stay)


async def test_a_coming_again_in_the_same_stay_has_the_rights_of_now(held: Begun) -> None:
    async with await held.far(held.delegate, held.stay) as far:
        await said(far, "join")
    await held.one.say("silence", participant=held.inside["participant"], on=True)
    await held.other.next("silenced")
    async with await held.far(held.delegate, held.stay) as far:
        may = (await said(far, "join")).participant.permission
        assert set(may.can_publish_sources) == {TrackSource.CAMERA, TrackSource.SCREEN_SHARE}


async def test_a_token_that_livekit_renews_stays_inside(held: Begun) -> None:
    """LiveKit sends one whenever rights change: it would open the room for ten minutes more."""
    async with await held.far(held.delegate, held.stay) as far:
        await said(far, "join")
        await held.one.say("silence", participant=held.inside["participant"], on=True)
        await _is_without_microphone(far)
        await far.send(SignalRequest(ping=1).SerializeToString())
        assert "refresh_token" not in await kinds_until(far, "pong")
    async with connect(await _straight(held), proxy=None) as straight:
        await said(straight, "join")
        permission = ParticipantPermission(can_subscribe=True)
        async with LiveKitAPI(held.hall.app.state.settings.livekit_url, livekit.KEY, livekit.SECRET) as api:
            who = UpdateParticipantRequest(room=ELSEWHERE, identity="ai đó", permission=permission)
            await api.room.update_participant(who)
        assert "refresh_token" in await kinds_until(straight, "refresh_token")


async def _is_without_microphone(far: ClientConnection) -> None:
    sources = {TrackSource.MICROPHONE}
    while sources & {TrackSource.MICROPHONE}:
        update = await said(far, "update")
        sources = set(update.participants[0].permission.can_publish_sources)


async def _straight(held: Begun) -> str:
    """To LiveKit itself, as nobody comes who is not inside the house."""
    token = AccessToken(livekit.KEY, livekit.SECRET).with_identity("ai đó")
    text = token.with_grants(VideoGrants(room_join=True, room=ELSEWHERE)).to_jwt()
    return f"{held.hall.app.state.settings.livekit_url}/rtc?access_token={text}".replace("http", "ws", 1)


async def test_text_is_not_passed_on(held: Begun) -> None:
    """LiveKit would answer in text, with its tokens in it."""
    async with await held.far(held.delegate, held.stay) as far:
        await said(far, "join")
        await far.send('{"ping": 1}')
        with pytest.raises(ConnectionClosed):
            await kinds_until(far, "pong")


async def test_while_livekit_is_away_the_meeting_goes_on_and_finds_it_again(sfu_hall: tuple[Hall, Start]) -> None:
    hall, start = sfu_hall
    held = await begun(hall)
    with pytest.raises(InvalidStatus):
        await held.far(held.delegate, held.stay)
    assert (await held.why(held.delegate, held.stay)).status_code == 204
    await held.other.say("chat", text="Không thấy hình, nhưng vẫn nghe họp")
    await held.one.next("chat")
    with start():
        async with await held.far(held.delegate, held.stay) as far:
            assert (await said(far, "join")).participant.identity == held.stay
    with start():
        async with await held.far(held.delegate, held.stay) as far:
            assert (await said(far, "join")).participant.identity == held.stay


async def test_who_is_put_out_while_coming_does_not_come_in(sfu_hall: tuple[Hall, Start]) -> None:
    """An SFU that answers only after the person was put out: not yet there, they could not be put out there."""
    hall, _ = sfu_hall
    held = await begun(hall)

    async def late(_line: ServerConnection, _request: Request) -> None:
        await held.one.say("admission", participant=held.inside["participant"], decision="refused")
        await held.other.next("over")

    async def nothing(_line: ServerConnection) -> None:
        """Says nothing."""

    port = urlsplit(hall.app.state.settings.livekit_url).port
    async with serve(nothing, "127.0.0.1", port, process_request=late):
        assert await is_refused(held, held.delegate, held.stay)
