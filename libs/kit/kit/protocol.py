"""uvicorn's HTTP protocol with what it lacks: bounds on header bytes and on slow senders, one write for head and body.

`uvicorn --http kit.protocol:Protocol`
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 64 * 1024
HELD_BYTES = 64 * 1024
HEAD_SECONDS, STALL_SECONDS = 20.0, 60.0
"""For a whole head, and between two pieces of a body: who opens connections and sends nothing must not keep them."""


class Protocol(HttpToolsProtocol):
    _unread = 0
    _in_head = _sending = True
    _since = _moved = 0.0
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(JoiningTransport(transport, self.loop))  # type: ignore[arg-type]
        self._since = self.loop.time()
        self._watch_over(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._unwatch()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        self._unwatch()
        super().handle_websocket_upgrade()

    def _watch_over(self, seconds: float) -> None:
        self._watch = self.loop.call_later(seconds, self._look)

    def _unwatch(self) -> None:
        self._sending = False
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _look(self) -> None:
        """Set only while a request is incomplete at the end of a read, so that most requests cost no timer."""
        self._watch = None
        if not self._sending or self.transport.is_closing():
            return
        if self._in_head:
            left = self._since + HEAD_SECONDS - self.loop.time()
        else:
            if self.flow.read_paused:  # it is the app that is slow
                self._moved = self.loop.time()
            left = self._moved + STALL_SECONDS - self.loop.time()
        if left > 0:
            self._watch_over(left)
        else:
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._unread += len(data)
        super().data_received(data)
        if self._sending:
            self._moved = self.loop.time()
            if self._watch is None:
                self._watch_over(HEAD_SECONDS)
        if self._in_head and self._unread > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("Request header fields are too large.")

    def on_message_begin(self) -> None:
        self._in_head = self._sending = True
        self._since = self.loop.time()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head, self._unread = False, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_head, self._sending = True, False
        super().on_message_complete()


class JoiningTransport:
    """Writes what one turn of the event loop wrote in one go: a system call costs more than the copying."""

    __slots__ = ("_held", "_loop", "_size", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        if not self._held:
            self._loop.call_soon(self.flush)
        self._held.append(data)
        self._size += len(data)
        if self._size > HELD_BYTES:
            self.flush()

    def flush(self) -> None:
        held, self._held, self._size = self._held, [], 0
        if held and not self._transport.is_closing():
            self._transport.write(held[0] if len(held) == 1 else b"".join(held))

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.flush()
        self._transport.set_protocol(protocol)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
