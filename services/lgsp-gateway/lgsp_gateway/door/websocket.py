"""Passing a WebSocket on: handshake, messages of both sides in order, close codes. Messages are bounded, and it ends
with the session it was opened in.

Each side is read only as fast as the other takes it, so a slow one holds the fast one back instead of filling memory.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from aiohttp import (
    ClientError,
    ClientSession,
    ClientWebSocketResponse,
    ClientWSTimeout,
    WSMsgType,
    WSServerHandshakeError,
)
from multidict import CIMultiDict
from starlette.types import Message, Receive, Scope, Send

from kit.errors import Denied, NotFound, Problem, Unauthenticated
from kit.race import until_one_ends
from lgsp_gateway.door.headers import end_to_end
from lgsp_gateway.door.refusal import PlatformBroken, PlatformDown
from lgsp_gateway.door.upstream import Upstream
from lgsp_gateway.door.watch import WATCH, Watch

HANDSHAKE = b"sec-websocket-"
ABNORMAL = frozenset({1005, 1006, 1015})
"""Codes that name what happened to a connection and must not be sent (RFC 6455, section 7.4.1)."""
GOING_AWAY, SESSION_OVER, TOO_BIG, RESTARTING = 1001, 1008, 1009, 1012
HANDSHAKE_SECONDS = 10
CLOSE_SECONDS = 3


class WebSocketPassage:
    """`message_limit` in bytes, for both directions."""

    def __init__(self, *, message_limit: int) -> None:
        self._limit = message_limit

    async def __call__(self, upstream: Upstream, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises a Problem as long as the handshake has not been answered."""
        far = await self._joined(upstream, scope)
        try:
            await receive()
            await send({"type": "websocket.accept", "subprotocol": far.protocol})
            with suppress(ClientError, ConnectionError):  # one side vanished while the other was being written to
                await until_one_ends(self._inwards(receive, send, far), _outwards(far, send), *_watched(scope, send))
        finally:
            await far.close(code=GOING_AWAY)

    async def _joined(self, upstream: Upstream, scope: Scope) -> ClientWebSocketResponse:
        client: ClientSession = scope["app"].state.upstream_client
        kept = [pair for pair in end_to_end(scope["headers"]) if not pair[0].startswith(HANDSHAKE)]
        headers = CIMultiDict((name.decode("latin-1"), value.decode()) for name, value in kept if name != b"host")
        try:
            async with asyncio.timeout(HANDSHAKE_SECONDS):
                return await client.ws_connect(
                    upstream.url(scope["raw_path"], scope["query_string"], "ws"),
                    headers=headers,
                    protocols=scope["subprotocols"],
                    max_msg_size=self._limit + 1,
                    timeout=ClientWSTimeout(ws_close=CLOSE_SECONDS),
                )
        except WSServerHandshakeError as error:
            raise _refused(upstream, error.status) from error
        except (ClientError, TimeoutError) as error:
            raise PlatformDown(upstream.service) from error

    async def _inwards(self, receive: Receive, send: Send, far: ClientWebSocketResponse) -> None:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                code = message.get("code", GOING_AWAY)
                reason = (message.get("reason") or "").encode()
                await far.close(code=GOING_AWAY if code in ABNORMAL else code, message=reason)
                return
            if _size(message) > self._limit:
                await send({"type": "websocket.close", "code": TOO_BIG, "reason": "message too big"})
                return
            await _pass(message, far)


def _refused(upstream: Upstream, status: int) -> Problem:
    known: dict[int, Problem] = {401: Unauthenticated(), 403: Denied(), 404: NotFound("page-not-found")}
    return known.get(status) or PlatformBroken(upstream.service)


def _size(message: Message) -> int:
    text, octets = message.get("text"), message.get("bytes")
    return len(text.encode()) if text is not None else len(octets or b"")


async def _pass(message: Message, far: ClientWebSocketResponse) -> None:
    if (text := message.get("text")) is not None:
        await far.send_str(text)
    else:
        await far.send_bytes(message["bytes"])


async def _outwards(far: ClientWebSocketResponse, send: Send) -> None:
    async for message in far:
        if message.type is WSMsgType.TEXT:
            await send({"type": "websocket.send", "text": message.data})
        elif message.type is WSMsgType.BINARY:
            await send({"type": "websocket.send", "bytes": message.data})
    code = far.close_code or RESTARTING
    await send({"type": "websocket.close", "code": RESTARTING if code in ABNORMAL else code})


def _watched(scope: Scope, send: Send) -> list[Coroutine[Any, Any, None]]:
    """What ends the socket with the session it was opened in; nothing for who has none."""
    watch: Watch | None = scope.get("state", {}).get(WATCH)
    return [_cut(watch, send)] if watch else []


async def _cut(watch: Watch, send: Send) -> None:
    await watch.until_over()
    await send({"type": "websocket.close", "code": SESSION_OVER, "reason": "session over"})
