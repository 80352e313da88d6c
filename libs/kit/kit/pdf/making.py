"""Asks the child, and ends it when it takes too long."""

import asyncio
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import orjson

from kit.children import answer
from kit.errors import Unavailable

SECONDS = 20.0
AT_ONCE = 2
"""Children of one process; more wait."""
_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class NotMade(Unavailable):
    """The document took too long, too much memory or too many pages, or its template is wrong."""

    code = "pdf-not-made"


async def made(template: Path, values: Mapping[str, Any], at: datetime, *, seconds: float = SECONDS) -> bytes:
    """The PDF of these values, the same bytes for the same template, values and moment.

    The template reads them by `json(bytes(sys.inputs.values))`: texts there are texts, whatever is written in them.
    `seconds` counts from when it is this document's turn: nobody's is refused because others were many.
    """
    text = await asyncio.to_thread(template.read_text, "utf-8")
    asked = orjson.dumps({"template": text, "values": values, "at": int(at.timestamp())}, default=str)
    place = _places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    async with place:
        with tempfile.TemporaryDirectory() as empty:
            return await _made(empty, asked, seconds)


async def _made(empty: str, asked: bytes, seconds: float) -> bytes:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "kit.pdf.child", empty),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds):
            return await _answer(child, asked)
    except TimeoutError as error:
        raise NotMade from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def _answer(child: Process, asked: bytes) -> bytes:
    content = await answer(child, asked)
    if child.returncode != 0 or not content.startswith(b"%PDF-"):
        raise NotMade
    return content
