"""Asks the child, bounds what it answers, how long it takes and how many may wait for it."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Literal
from weakref import WeakKeyDictionary

from kit.errors import Unavailable
from kit.reading.child import MOST_LETTERS, WORDS
from kit.turn import NoTurn, Turns

SECONDS = 30.0
MOST_BYTES = max(4 * MOST_LETTERS, 8 << 20)
MOST_STAMPED_BYTES = 96 << 20
WIDEST_PICTURE = 6000
AT_ONCE, MOST_WAITING, WAITING = 2, 100, 30.0
"""Children of one process; how many more may wait, each with its file beside it, and how many seconds."""
State = Literal["ok", "encrypted", "damaged", "no-page", "too-slow", "too-heavy", "late"]
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()


class ReadingBusy(Unavailable):
    """So many files are being read that this one was not begun."""

    code = "reading-busy"


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


async def xlsx_text(file: IO[bytes], *, seconds: float = SECONDS) -> Read:
    return await _ask(file, "xlsx-text", seconds=seconds)


async def pdf_page_stamped(file: IO[bytes], number: int, words: str, *, seconds: float = SECONDS) -> Read:
    """The page as a JPEG with `words` drawn over it."""
    return await _ask(file, "pdf-page-stamped", str(number), words=words, seconds=seconds)


async def pdf_stamped(file: IO[bytes], words: str, into: IO[bytes], *, seconds: float = SECONDS) -> Read:
    """All of it, with `words` as part of every page, written to `into`; too-heavy with more than 500 pages."""
    return await _ask(file, "pdf-stamped", words=words, seconds=seconds, into=into)


async def picture_stamped(file: IO[bytes], words: str, *, widest: int = WIDEST_PICTURE) -> Read:
    return await _ask(file, "picture-stamped", str(widest), words=words)


async def _ask(
    file: IO[bytes], *task: str, words: str = "", seconds: float = SECONDS, into: IO[bytes] | None = None
) -> Read:
    turns = _turns.setdefault(asyncio.get_running_loop(), Turns(AT_ONCE, AT_ONCE + MOST_WAITING, WAITING))
    try:
        async with turns.turn():
            return await _told(file, task, words, seconds, into)
    except NoTurn as error:
        raise ReadingBusy from error


async def _told(file: IO[bytes], task: Sequence[str], words: str, seconds: float, into: IO[bytes] | None) -> Read:
    file.seek(0)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "kit.reading.child", *task),
        stdin=file,
        stdout=PIPE,
        stderr=DEVNULL,
        env={WORDS: words} if words else {},
        cwd="/",
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds):
            return await _answer(child, into)
    except TimeoutError:
        return Read("late")
    finally:
        await _ended(child)
        file.seek(0)


async def _answer(child: Process, into: IO[bytes] | None) -> Read:
    """What the child tells is a line; what it made is held, or written `into` a file as it comes."""
    assert child.stdout is not None  # noqa: S101 - asked for above
    most, size = (MOST_STAMPED_BYTES if into else MOST_BYTES), 0
    said, head = bytearray(), b""
    while part := await child.stdout.read(1 << 16):
        size += len(part)
        if size > most:
            return Read("too-heavy")
        said += part
        if into and (head or b"\n" in said):
            begun, _, rest = (b"", b"", said) if head else said.partition(b"\n")
            head = head or bytes(begun)
            await asyncio.to_thread(into.write, bytes(rest))
            said.clear()
    if await child.wait() != 0:
        return Read("too-slow" if child.returncode in {-9, -24} else "too-heavy")
    begun, _, content = (head, b"", b"") if into else bytes(said).partition(b"\n")
    told = json.loads(begun)
    return Read(told["state"], told.get("pages"), content)


async def _ended(child: Process) -> None:
    if child.returncode is None:
        child.kill()
        await child.wait()
