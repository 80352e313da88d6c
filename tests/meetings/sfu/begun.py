"""A meeting with an SFU by its settings, and what browsers and LiveKit say to it."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from time import time
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import jwt
from livekit.api import LiveKitAPI
from livekit.protocol.room import ListParticipantsRequest
from livekit.protocol.rtc import SignalResponse
from websockets.asyncio.client import ClientConnection, connect

from tests.governance.office import Desk
from tests.meetings.hall import SECONDS, Hall, Line
from tests.support.livekit import KEY, SECRET

Start = Callable[[], AbstractContextManager[None]]
HOOK = "/meetings/sfu/webhook"
WISHES = {"auto_subscribe": "1", "sdk": "js", "version": "2.23.0", "protocol": "16"}


@dataclass
class Begun:
    hall: Hall
    meeting: dict[str, Any]
    chair: Desk
    delegate: Desk
    one: Line
    """The chair's."""
    other: Line

    @property
    def inside(self) -> dict[str, Any]:
        """What the delegate was told on coming in."""
        return next(message for message in reversed(self.other.heard) if message["type"] == "inside")

    @property
    def stay(self) -> str:
        return str(self.inside["connection"])

    async def far(self, desk: Desk, stay: str, **more: str) -> ClientConnection:
        """The line to the SFU, as livekit-client opens it; InvalidStatus when it is refused."""
        query = urlencode({"access_token": stay, **WISHES, **more})
        address = f"{self.hall.url}{self.inside['video']['url']}/rtc?{query}".replace("http", "ws", 1)
        return await connect(address, additional_headers=self.hall.headers(desk), proxy=None, open_timeout=SECONDS)

    async def why(self, desk: Desk, stay: str) -> httpx.Response:
        """What livekit-client asks when it was refused."""
        path = f"{self.inside['video']['url']}/rtc/v1/validate"
        return await self.hall.http.get(path, params={"access_token": stay}, headers=self.hall.headers(desk))


async def begun(hall: Hall, *more: Desk) -> Begun:
    """`more`: who may come, too."""
    chair, delegate = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("chuyenvien", "Nguyễn Thảo")
    meeting = await hall.call(chair, delegate, *more)
    one = await hall.line(chair, meeting)
    await one.next("inside")
    await one.say("open")
    other = await hall.line(delegate, meeting)
    await other.next("inside")
    return Begun(hall, meeting, chair, delegate, one, other)


async def people_at(held: Begun) -> list[str]:
    async with LiveKitAPI(held.hall.app.state.settings.livekit_url, KEY, SECRET) as api:
        found = await api.room.list_participants(ListParticipantsRequest(room=held.meeting["id"]))
        return [one.identity for one in found.participants]


async def said(far: ClientConnection, kind: str) -> Any:
    """The SFU's next message of this kind."""
    while True:
        message = SignalResponse.FromString(await far.recv(decode=False))
        if message.WhichOneof("message") == kind:
            return getattr(message, kind)


async def kinds_until(far: ClientConnection, kind: str) -> list[str]:
    """What the SFU says until it has said this."""
    kinds: list[str] = []
    while kind not in kinds:
        kinds.append(str(SignalResponse.FromString(await far.recv(decode=False)).WhichOneof("message")))
    return kinds


def told(event: str, meeting: str, identity: str, **more: Any) -> bytes:
    facts = {"event": event, "id": f"EV_{uuid4()}", "room": {"name": meeting}, "participant": {"identity": identity}}
    return json.dumps({**facts, **more}).encode()


async def hook(hall: Hall, body: bytes, *, of: bytes | None = None, secret: str = SECRET, **claims: Any) -> int:
    digest = b64encode(hashlib.sha256(body if of is None else of).digest()).decode()
    token = jwt.encode({"iss": KEY, "exp": int(time()) + 60, "sha256": digest, **claims}, secret, algorithm="HS256")
    answer: httpx.Response = await hall.http.post(HOOK, content=body, headers={"Authorization": token})
    return answer.status_code
