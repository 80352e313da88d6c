"""uvicorn's HTTP protocol with what it lacks: bounds on header bytes and on slow senders, one write for head and body,
and words of the app's own for what the parser refuses.

`uvicorn --http kit.protocol:Protocol`
"""

import asyncio
from http import HTTPStatus
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kit.errors import Malformed

MOST_HEAD_BYTES = 64 * 1024
HELD_BYTES = 64 * 1024
HEAD_SECONDS, STALL_SECONDS = 20.0, 60.0
"""For a whole head, and between two pieces of a body: who opens connections and sends nothing must not keep them."""


async def refused(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers what no app gets to see. The scope holds what could be read of the request (`raw_path`, maybe cut or
    empty, `method`, `headers`), and in `refused` the status. An app with better words puts its own into the lifespan's
    state under this name."""
    status = HTTPStatus(scope["refused"])
    await PlainTextResponse(status.phrase, status)(scope, receive, send)


class Cycle(RequestResponseCycle):
    """Of a body that breaks off, `receive` tells: the app may still say so."""

    _broken = False

    def break_off(self) -> None:
        self._broken, self.keep_alive = True, False
        self.message_event.set()

    async def receive(self) -> Any:
        message = await super().receive()
        if self._broken and message["type"] == "http.request":
            self.message_event.set()
            raise Malformed
        return message


class Protocol(HttpToolsProtocol):
    _unread = 0
    _status = 400
    _refused = False
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
        if self._refused:
            return
        if self._in_head:
            self._unread += len(data)
        super().data_received(data)
        if self._sending:
            self._moved = self.loop.time()
            if self._watch is None:
                self._watch_over(HEAD_SECONDS)
        if self._in_head and self._unread > MOST_HEAD_BYTES and not self._refused:
            self._status = self._too_long()
            self.send_400_response("")

    def on_message_begin(self) -> None:
        self._in_head = self._sending = True
        self._since = self.loop.time()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        if self._unread > MOST_HEAD_BYTES and self._head_bytes() > MOST_HEAD_BYTES:
            self._status = self._too_long()
            raise ValueError  # the parser stops
        super().on_headers_complete()
        self._in_head, self._unread = False, 0

    def on_message_complete(self) -> None:
        self._in_head, self._sending = True, False
        super().on_message_complete()

    def _head_bytes(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _too_long(self) -> int:
        return 414 if len(self.url) > MOST_HEAD_BYTES // 2 else 431

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if any(name == b"transfer-encoding" for name, _ in cycle.scope["headers"]):
            cycle.__class__ = Cycle  # uvicorn makes its own; only chunks can break off
        super()._start_asgi_task(cycle, app)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn comes here with what its parser refuses
        scope, self._refused = self._scope_so_far(), True
        self._unwatch()
        if self._in_head:
            self._answer_refusal(scope)
        elif isinstance(self.cycle, Cycle) and not self.cycle.response_complete:
            self.cycle.break_off()
        else:
            self.transport.close()

    def _scope_so_far(self) -> dict[str, Any]:
        begun = self._sending and self.scope is not None  # else these are the last request's
        target = self.url if begun else b""
        path, _, query = target.partition(b"?")
        return {
            "type": "http",
            "asgi": {"version": self.asgi_version, "spec_version": "2.3"},
            "http_version": "1.1",
            "server": self.server,
            "client": self.client,
            "scheme": self.scheme,
            "root_path": self.root_path,
            "method": self.parser.get_method().decode() if target else "GET",
            "path": path.decode("latin-1"),
            "raw_path": path,
            "query_string": query,
            "headers": self.headers if begun else [],
            "state": {},
            "refused": self._status,
        }

    def _answer_refusal(self, scope: dict[str, Any]) -> None:
        """In its turn: what was asked before is answered first."""
        cycle = RequestResponseCycle(
            scope=scope,  # type: ignore[arg-type]
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=False,
            on_response=self.on_response_complete,
        )
        app = self.app_state.get("refused", refused)
        if self.cycle is None or self.cycle.response_complete:
            self._start_asgi_task(cycle, app)
        else:
            self.pipeline.appendleft((cycle, app))


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
