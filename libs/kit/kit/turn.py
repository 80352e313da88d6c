"""Turns at what only a few may do at once: more wait, but not any number of them, none for ever, and no one person for
all the others."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class NoTurn(Exception):
    """Too many wait already, or it took too long."""


class Turns:
    """`at_once` have one; `most` wait or have one, `most_of_one` of them for the same person; each waits `seconds`.

    `one`: how many turns a person may have at once, all of them where it is not said.
    """

    def __init__(
        self, at_once: int, most: int, seconds: float, *, one: int | None = None, most_of_one: int | None = None
    ) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most, self._most_of_one, self._seconds = most, most_of_one or most, seconds
        self._one = one or at_once
        self._here = Counter[str]()
        self._own: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, who: str = "") -> AsyncIterator[None]:
        if self._here.total() >= self._most or self._here[who] >= self._most_of_one:
            raise NoTurn
        own = self._own.setdefault(who, asyncio.Semaphore(self._one))
        self._here[who] += 1
        try:
            await self._wait(own)
            try:
                yield
            finally:
                self._free.release()
                own.release()
        finally:
            self._leave(who)

    async def _wait(self, own: asyncio.Semaphore) -> None:
        """The own place first: nobody waits in the way of others for himself."""
        try:
            async with asyncio.timeout(self._seconds):
                await own.acquire()
                try:
                    await self._free.acquire()
                except BaseException:
                    own.release()
                    raise
        except TimeoutError as error:
            raise NoTurn from error

    def _leave(self, who: str) -> None:
        self._here[who] -= 1
        if not self._here[who]:
            del self._here[who], self._own[who]
