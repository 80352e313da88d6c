"""The body of a request on its way inside: bounded, never held whole."""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.datastructures import Headers
from starlette.types import Message, Receive

from kit.errors import Problem, TooLarge


class BrowserGone(Exception):
    """Whoever asked has hung up."""


class Body:
    """Can be sent once: what has been read from the browser cannot be read again."""

    def __init__(self, headers: Headers, receive: Receive, *, limit: int) -> None:
        self._receive, self._left, self._limit = receive, limit, limit
        self._read = asyncio.Event()
        self.begun = False
        self.problem: Problem | None = None
        """Why it cannot be read on; clients that are handed its chunks make another error of it."""
        self.moved: Callable[[], None] = lambda: None
        """Called after each piece."""
        announced = headers.get("content-length", "")
        self.is_empty = announced in {"", "0"} and "transfer-encoding" not in headers
        if announced.isdecimal() and int(announced) > limit:
            raise TooLarge(limit=limit)
        if self.is_empty:
            self._read.set()

    async def chunks(self) -> AsyncIterator[bytes]:
        if self.begun:
            raise BrowserGone
        self.begun = True
        more = True
        while more:
            message = await self._next()
            if message["type"] == "http.disconnect":
                raise BrowserGone
            chunk, more = message.get("body", b""), message.get("more_body", False)
            self._left -= len(chunk)
            if self._left < 0:
                self.problem = TooLarge(limit=self._limit)
                raise self.problem
            if chunk:
                yield chunk
            self.moved()
        self._read.set()

    async def _next(self) -> Message:
        try:
            return await self._receive()
        except Problem as problem:
            self.problem = problem
            raise

    async def left(self) -> None:
        """Returns when the browser has hung up after sending all of its body."""
        await self._read.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
