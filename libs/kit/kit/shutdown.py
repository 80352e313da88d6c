"""Tells endless answers, such as event streams, that the server is about to stop.

A server waits for its open answers before it ends the application, so the application's own end comes too late for
them: the signal has to be heard when it arrives.
"""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType
from typing import Any

from fastapi import FastAPI

SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def ended(*tasks: asyncio.Task[None]) -> None:
    """Cancels until all have ended: Python 3.11's `asyncio.wait_for` swallows a cancellation that comes at the same
    moment as its answer, and a task that goes on for ever would go on."""
    while left := [task for task in tasks if not task.done()]:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=1)


@asynccontextmanager
async def announce(app: FastAPI) -> AsyncIterator[None]:
    """`app.state.closing` is set when the process is told to stop, at the latest when the application ends."""
    app.state.closing = closing = asyncio.Event()
    undo = _listen(asyncio.get_running_loop(), closing)
    try:
        yield
    finally:
        closing.set()
        undo()


def _listen(loop: asyncio.AbstractEventLoop, closing: asyncio.Event) -> Callable[[], None]:
    """Puts itself before the handlers of the server, which go on working."""
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    before: dict[int, Any] = {number: signal.getsignal(number) for number in SIGNALS}

    def heard(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(closing.set)
        if callable(before[number]):
            before[number](number, frame)

    installed = {number: signal.signal(number, heard) for number in SIGNALS if callable(before[number])}

    def undo() -> None:
        for number, handler in installed.items():
            if signal.getsignal(number) is heard:
                signal.signal(number, handler)

    return undo
