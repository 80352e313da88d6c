"""A browser's line to the SFU, passed on by this service: no token of the SFU ever reaches a browser.

What is passed is signalling, a few messages a second; pictures and voices go straight to the SFU.
"""

import asyncio
from contextlib import suppress
from typing import Self

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from livekit.protocol.rtc import SignalResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from meetings.settings import Settings
from meetings.sfu.errors import SfuAway

CONNECT_SECONDS, CLOSE_SECONDS = 10, 3
MOST_BYTES = 1 << 20
"""As the front door allows."""
OURS = frozenset({"access_token"})
TOKENS = frozenset({"refresh_token", "room_moved"})
"""Messages that bring a token, which would outlive the stay it was made for. Who comes again is asked again."""
ABNORMAL = frozenset({None, 1005, 1006, 1015})
RESTARTING = 1012


class Lines:
    def __init__(self, settings: Settings) -> None:
        self._address = settings.livekit_url.rstrip("/")

    async def __aenter__(self) -> Self:
        self._client = ClientSession(timeout=ClientTimeout(total=None, connect=CONNECT_SECONDS))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()

    async def join(self, websocket: WebSocket, token: str) -> ClientWebSocketResponse:
        """With the browser's own wishes, but for who it is; SfuAway when nobody answers there."""
        path = "/rtc" + websocket.url.path.rpartition("/rtc")[2]
        wishes = [pair for pair in websocket.query_params.multi_items() if pair[0] not in OURS]
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                return await self._client.ws_connect(
                    self._address + path,
                    params=wishes,
                    headers={"Authorization": f"Bearer {token}"},
                    max_msg_size=MOST_BYTES,
                    timeout=ClientWSTimeout(ws_close=CLOSE_SECONDS),
                )
        except (ClientError, TimeoutError) as error:
            raise SfuAway from error


async def passed_on(websocket: WebSocket, far: ClientWebSocketResponse) -> None:
    """Until one side ends."""
    inwards = asyncio.create_task(_inwards(websocket, far))
    try:
        await _outwards(far, websocket)
    except (WebSocketDisconnect, RuntimeError):
        return  # the browser went while it was being told something
    finally:
        inwards.cancel()
        await asyncio.gather(inwards, return_exceptions=True)


async def _inwards(websocket: WebSocket, far: ClientWebSocketResponse) -> None:
    """Octets only: to text the SFU would answer in text, past the eye that keeps its tokens inside."""
    with suppress(ClientError, ConnectionError):
        while (octets := (await websocket.receive()).get("bytes")) is not None and len(octets) <= MOST_BYTES:
            await far.send_bytes(octets)
    await far.close()


async def _outwards(far: ClientWebSocketResponse, websocket: WebSocket) -> None:
    async for message in far:
        if message.type is WSMsgType.BINARY and not _brings_token(message.data):
            await websocket.send_bytes(message.data)
    await websocket.close(RESTARTING if far.close_code in ABNORMAL else far.close_code or RESTARTING)


def _brings_token(octets: bytes) -> bool:
    return SignalResponse.FromString(octets).WhichOneof("message") in TOKENS
