"""Asks the child, bounds what it answers and how long it takes."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from typing import IO, Literal
from weakref import WeakKeyDictionary

from kit.reading.child import MOST_LETTERS

SECONDS = 30.0
MOST_BYTES = max(4 * MOST_LETTERS, 8 << 20)
AT_ONCE = 2
"""Children of one process; more wait."""
State = Literal["ok", "encrypted", "damaged", "no-page", "too-slow", "too-heavy", "late"]
_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Read:
    """`content` is only there when `state` is ok.

    too-slow: it took more of the processor than it may have; late: the machine may have been busy with something else.
    """

    state: State
    pages: int | None = None
    content: bytes = b""


async def pdf_text(file: IO[bytes], *, seconds: float = SECONDS) -> Read:
    return await _ask(file, "pdf-text", seconds=seconds)


async def docx_text(file: IO[bytes], *, seconds: float = SECONDS) -> Read:
    return await _ask(file, "docx-text", seconds=seconds)


async def pdf_opens(file: IO[bytes]) -> Read:
    """Whether it can be read without a password, and how many pages it has."""
    return await _ask(file, "pdf-opens")


async def pdf_page(file: IO[bytes], number: int, *, seconds: float = SECONDS) -> Read:
    """The page, counted from 1, as a PNG of at most 1200 × 1700 pixels."""
    return await _ask(file, "pdf-page", str(number), seconds=seconds)


async def _ask(file: IO[bytes], *task: str, seconds: float = SECONDS) -> Read:
    place = _places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    async with place:
        file.seek(0)
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-m", "kit.reading.child", *task),
            stdin=file,
            stdout=PIPE,
            stderr=DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(seconds):
                return await _answer(child)
        except TimeoutError:
            return Read("late")
        finally:
            await _ended(child)
            file.seek(0)


async def _answer(child: Process) -> Read:
    assert child.stdout is not None  # noqa: S101 - asked for above
    said = bytearray()
    while part := await child.stdout.read(1 << 16):
        said += part
        if len(said) > MOST_BYTES:
            return Read("too-heavy")
    head, _, content = bytes(said).partition(b"\n")
    if await child.wait() != 0:
        return Read("too-slow" if child.returncode in {-9, -24} else "too-heavy")
    told = json.loads(head)
    return Read(told["state"], told.get("pages"), content)


async def _ended(child: Process) -> None:
    if child.returncode is None:
        child.kill()
        await child.wait()
