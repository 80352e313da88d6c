"""What LiveKit is told and believed: tokens worth as much as a stay, webhooks that are proved and counted once."""

import hashlib
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from time import time
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest

from tests.governance.office import Desk, Office
from tests.meetings.hall import Hall, Line, opened
from tests.support.livekit import KEY, SECRET
from tests.support.tokens import TestKeys

NOBODY = "ws://127.0.0.1:1"
HOOK = "/meetings/sfu/webhook"


@pytest.fixture
async def sfu_hall(office: Office, make_database: Callable[[str], str], keys: TestKeys) -> AsyncIterator[Hall]:
    """With an SFU by its settings, which does not answer."""
    given = {"video": "livekit", "livekit_url": NOBODY, "livekit_key": KEY, "livekit_secret": SECRET}
    async with opened(office, make_database("meetings"), keys, **given) as started:
        yield started


async def begun(hall: Hall) -> tuple[dict[str, Any], Line, Line, Desk]:
    chair, delegate = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("chuyenvien", "Nguyễn Thảo")
    meeting = await hall.call(chair, delegate)
    one = await hall.line(chair, meeting)
    await one.next("inside")
    await one.say("open")
    other = await hall.line(delegate, meeting)
    await other.next("inside")
    return meeting, one, other, delegate


def granted(inside: dict[str, Any]) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(inside["video"]["token"], SECRET, algorithms=["HS256"], issuer=KEY)
    return claims


def told(event: str, meeting: str, identity: str, **more: Any) -> bytes:
    facts = {"event": event, "id": f"EV_{uuid4()}", "room": {"name": meeting}, "participant": {"identity": identity}}
    return json.dumps({**facts, **more}).encode()


async def hook(hall: Hall, body: bytes, *, of: bytes | None = None, secret: str = SECRET, **claims: Any) -> int:
    digest = b64encode(hashlib.sha256(body if of is None else of).digest()).decode()
    token = jwt.encode({"iss": KEY, "exp": int(time()) + 60, "sha256": digest, **claims}, secret, algorithm="HS256")
    answer: httpx.Response = await hall.http.post(HOOK, content=body, headers={"Authorization": token})
    return answer.status_code


async def test_a_token_allows_what_the_person_may_do_and_nothing_more(sfu_hall: Hall) -> None:
    meeting, one, other, delegate = await begun(sfu_hall)
    inside = next(message for message in other.heard if message["type"] == "inside")
    claims = granted(inside)
    assert (claims["sub"], claims["exp"] - claims["nbf"]) == (inside["connection"], 60)
    assert claims["video"] == {
        "room": meeting["id"],
        "roomJoin": True,
        "canPublish": True,
        "canPublishSources": ["camera", "microphone", "screen_share"],
        "canSubscribe": True,
        "canPublishData": False,
        "canUpdateOwnMetadata": False,
    }
    await one.say("silence", participant=inside["participant"], on=True)
    await other.next("silenced")
    other.socket.transport.abort()
    await one.next("went")
    again = await sfu_hall.line(delegate, meeting)
    assert "microphone" not in granted(await again.next("inside"))["video"]["canPublishSources"]


async def test_who_is_in_the_lobby_gets_no_token(sfu_hall: Hall) -> None:
    chair, delegate = await sfu_hall.person("giamdoc", "Trịnh Giám"), await sfu_hall.person("chuyenvien", "Lê Thảo")
    waiting = await sfu_hall.line(delegate, await sfu_hall.call(chair, delegate))
    assert "video" not in await waiting.next("lobby")


async def test_a_broken_line_is_told_once(sfu_hall: Hall) -> None:
    meeting, one, other, _ = await begun(sfu_hall)
    connection = other.heard[-1]["connection"]
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


async def test_pages_may_reach_the_sfu_and_nothing_else(sfu_hall: Hall) -> None:
    policy = (await sfu_hall.http.get("/meetings/meetings")).headers["Content-Security-Policy"]
    assert "connect-src 'self' ws://127.0.0.1:1 http://127.0.0.1:1;" in policy
