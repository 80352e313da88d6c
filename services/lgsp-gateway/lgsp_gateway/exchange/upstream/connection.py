"""One connection to a provider, one exchange at a time."""

import asyncio
from collections import deque
from typing import Any

import httptools

PAUSE_ABOVE = 256 * 1024  # bytes held for a reader that is slower than the provider
HEAD_LIMIT = 64 * 1024


class Broken(Exception):
    """The provider's answer cannot be used. `reason` is one of refused, early-close, rubbish, head-too-large."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Slow(Exception):
    """The provider did not answer in time."""


class Connection(asyncio.Protocol):
    """Events of the parser fill the fields; `_settle` wakes the one task that waits."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._waiter: asyncio.Future[bool] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._drained: asyncio.Future[None] | None = None
        self._writing_paused = self._reading_paused = False
        self._error: Exception | None = None
        self.idle_since = 0.0
        self.exchanges = 0
        self._reset(bound=0, bodiless=False)

    def _reset(self, *, bound: int, bodiless: bool) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.length: int | None = None
        """As announced; None when chunked or until the end of the connection."""
        self.complete = False
        self.any_byte = False
        self._head_size = self._unread = 0
        self._chunked = self._head_done = False
        self._keep = False
        self._body: deque[bytes] = deque()
        self.held = 0
        self._bound = bound
        self._bodiless = bodiless
        self._whole = True
        self.sending = False
        """More of the request comes, so the answer is not due."""
        self.listener: asyncio.Task[None] | None = None
        """Hears what the caller does meanwhile; ends with the exchange."""

    # what the caller does

    @property
    def usable(self) -> bool:
        return self._error is None and self._transport is not None and not self._transport.is_closing()

    @property
    def reusable(self) -> bool:
        """After a whole request and a whole answer, when both sides want to go on."""
        return self.complete and self._whole and self._keep and not self._bodiless and self.usable

    @property
    def head_arrived(self) -> bool:
        return self._head_done

    def begin(self, *, bound: int, bodiless: bool) -> None:
        """A new exchange. `bound`: how many bytes of body to gather before `answer` returns. `bodiless`: HEAD."""
        self._reset(bound=bound, bodiless=bodiless)
        self.exchanges += 1

    @property
    def overdue(self) -> bool:
        return not self.sending and self._loop.time() >= self._due

    def send(self, data: bytes, *, more: bool = False) -> None:
        self._whole = not more
        if self._transport is not None and self._error is None:
            self._transport.write(data)

    async def drain(self) -> None:
        """Returns when the provider takes more, or is gone."""
        if self._writing_paused and self._error is None:
            self._drained = self._loop.create_future()
            await self._drained

    def sent(self, seconds: float) -> None:
        """No more of the request comes; the answer is due in so many seconds."""
        self.sending = False
        self._expect(seconds)

    async def answers(self, seconds: float) -> bool:
        """Whether by then the answer is complete, or holds more than `bound`, or announces more. Raises what failed."""
        if not self._settled():
            await self._wait(seconds)
        if self._error is not None and not self._settled():
            raise self._error
        return self._settled()

    def body(self) -> bytes:
        """What has been gathered, taken out."""
        gathered = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._body.clear()
        self.held = 0
        return gathered

    async def chunk(self, seconds: float) -> bytes:
        """More of the body, b"" at its end. Raises Slow, or what failed."""
        while not self._body:
            if self.complete:
                return b""
            if self._error is not None:
                raise self._error
            self._bound = 0
            if not await self._wait(seconds) and self.overdue:
                raise Slow
        gathered = self.body()
        if self._reading_paused and self._transport is not None:
            self._reading_paused = False
            self._transport.resume_reading()
        return gathered

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _settled(self) -> bool:
        if self.complete:
            return True
        return self._head_done and (self.held > self._bound or (self.length or 0) > self._bound)

    async def _wait(self, seconds: float) -> bool:
        """False when nothing has come by then."""
        if self._error is not None:
            return True
        self._waiter = self._loop.create_future()
        self._expect(seconds)
        try:
            return await self._waiter
        finally:
            self._waiter = None

    def _expect(self, seconds: float) -> None:
        self._due = self._loop.time() + seconds
        if self._timer is None or self._timer.when() > self._due:
            self._set_timer(self._due)

    def _set_timer(self, at: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(at, self._look_at_clock)

    def _look_at_clock(self) -> None:
        """One timer outlives many exchanges: to set and cancel one for each would cost more."""
        self._timer = None
        if self._waiter is None or self._waiter.done():
            return
        if self._loop.time() >= self._due:
            self._waiter.set_result(False)
        else:
            self._set_timer(self._due)

    def _settle(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(True)

    def fail(self, error: Exception) -> None:
        """The exchange cannot go on; whoever waits is told."""
        if self._error is None:
            self._error = error
        self._settle()
        self.resume_writing()
        if self._transport is not None and not self._transport.is_closing():
            self._transport.abort()

    # what the event loop tells

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        ends_by_closing = self._head_done and not self._chunked and self.length is None
        if ends_by_closing and exc is None and not self.complete and self._error is None:
            self.complete = True
        self._keep = False
        if self._timer is not None:
            self._timer.cancel()
        self.fail(Broken("early-close"))

    def data_received(self, data: bytes) -> None:
        if self.exchanges == 0 or self.complete:
            self.fail(Broken("rubbish"))  # bytes nobody asked for: the next answer could not be trusted
            return
        self.any_byte = True
        if not self._head_done:
            self._unread += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            inner = error.__context__
            self.fail(inner if isinstance(inner, Broken) else Broken("rubbish"))
            return
        if not self._head_done and self._unread > HEAD_LIMIT:
            self.fail(Broken("head-too-large"))

    def pause_writing(self) -> None:
        self._writing_paused = True

    def resume_writing(self) -> None:
        self._writing_paused = False
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    # what the parser tells

    def on_message_begin(self) -> None:
        if self.complete:
            raise Broken("rubbish")  # a second answer to one question: the first stands, the connection does not

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head_size += len(name) + len(value)
        if self._head_size > HEAD_LIMIT:
            raise Broken("head-too-large")
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if 100 <= status < 200:
            self.headers = []
            if status == 101:
                raise Broken("rubbish")
            return
        if not 200 <= status <= 599:
            raise Broken("rubbish")  # nobody knows what it says, and no server could pass it on
        self.status = status
        self._read_framing()
        self._head_done = True
        self._keep = self._parser.should_keep_alive()
        if self._bodiless:
            self.complete = True
        if self._settled():
            self._settle()

    def _read_framing(self) -> None:
        lengths = [value for name, value in self.headers if name == b"content-length"]
        codings = [value.strip().lower() for name, value in self.headers if name == b"transfer-encoding"]
        self._chunked = bool(codings)
        if len(lengths) > 1 or (lengths and codings) or codings not in ([], [b"chunked"]):
            raise Broken("rubbish")
        if lengths:
            if not lengths[0].isdigit() or len(lengths[0]) > 18:
                raise Broken("rubbish")
            self.length = int(lengths[0])

    def on_body(self, body: bytes) -> None:
        if self._bodiless:
            raise Broken("rubbish")
        self._body.append(body)
        self.held += len(body)
        if self.held > self._bound:
            self._settle()
            if self.held > max(PAUSE_ABOVE, self._bound) and not self._reading_paused and self._transport:
                self._reading_paused = True
                self._transport.pause_reading()

    def on_message_complete(self) -> None:
        if self._head_done:
            self.complete = True
            self._settle()
