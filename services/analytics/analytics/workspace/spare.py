"""A child that has begun before it is asked, so that a question does not wait for its start.

It has read nothing and knows nothing. It answers one question and ends, as every child does: none is asked twice. The
next one begins when that question is answered, and goes when nobody has asked for a while.
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from fastapi import FastAPI

IDLE = 900.0
"""Seconds after which a child nobody asked is ended: until then it holds about 40 MiB."""


async def begun(module: str) -> Process:
    """A new child of analytics.workspace; its environment is empty."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", f"analytics.workspace.{module}"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )


async def ended(child: Process) -> None:
    if child.returncode is None:
        child.kill()
    await child.wait()


class Spare:
    """At most one."""

    def __init__(self, idle: float = IDLE) -> None:
        self._idle = idle
        self._child: Process | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def is_on(self) -> bool:
        """One waits or begins."""
        return self._keeping is not None

    @property
    def pid(self) -> int | None:
        """Of the one that waits."""
        return self._child.pid if self._child is not None else None

    async def take(self) -> Process:
        """The one that waits, or a new one."""
        child = self._child
        if child is None or child.returncode is not None:
            return await begun("child")
        self._release()
        return child

    def renew(self) -> None:
        """Begins the next one, where none waits or is on its way."""
        if self._keeping is None and not self._closed:
            self._keeping = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """None is left."""
        self._closed, keeping, child = True, self._keeping, self._child
        if child is not None:
            self._release()
            await ended(child)
        elif keeping is not None:
            await keeping

    def _release(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
        self._child = self._keeping = None

    async def _keep(self) -> None:
        child = await begun("child")
        if not self._closed:
            self._child = child
            await asyncio.wait([asyncio.ensure_future(child.wait())], timeout=self._idle)
            self._child = None
        self._keeping = None
        await ended(child)


_kept: WeakKeyDictionary[asyncio.AbstractEventLoop, Spare] = WeakKeyDictionary()


@asynccontextmanager
async def kept() -> AsyncIterator[Spare]:
    """As long as this lasts, there is one after the first question."""
    loop, spare = asyncio.get_running_loop(), Spare()
    _kept[loop] = spare
    try:
        yield spare
    finally:
        del _kept[loop]
        await spare.close()


def here() -> Spare | None:
    return _kept.get(asyncio.get_running_loop())


def expected() -> None:
    """Somebody is about to ask."""
    if (spare := here()) is not None:
        spare.renew()


@asynccontextmanager
async def child_waits(_: FastAPI) -> AsyncIterator[None]:
    async with kept():
        yield
