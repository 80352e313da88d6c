"""Uploads over real sockets: refused early or late, broken off, or slow, they hold nothing and harm nobody."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from governance.attachment.service import MOST
from tests.governance.attachment.shelf import Shelf, shelf_of
from tests.governance.office import opened
from tests.support.documents import pdf
from tests.support.running import served
from tests.support.tokens import TestKeys

PROTOCOL = "kit.protocol:Protocol"
SECONDS = 60
PIECE = bytes(1 << 20)
TWO_GIB = 2 << 30


@dataclass
class Line:
    """One connection of a browser that sends a file."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answered(self) -> tuple[int, dict[str, str]]:
        async with asyncio.timeout(SECONDS):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
            body = json.loads(await self.reader.readexactly(length))
        return int(head.split()[1]), body if isinstance(body, dict) else body[0]

    async def close(self) -> None:
        self.writer.close()
        await asyncio.gather(self.writer.wait_closed(), return_exceptions=True)


@dataclass
class Desk:
    shelf: Shelf
    host: str

    @asynccontextmanager
    async def line(self, framing: str, name: str = "kế hoạch.pdf") -> AsyncIterator[Line]:
        reader, writer = await asyncio.open_connection(*self.host.split(":"))
        line = Line(reader, writer)
        issued = int(self.shelf.office.now.timestamp())
        clerk = self.shelf.clerk
        token = self.shelf.office.keys.token(sub=str(clerk.account), iat=issued, exp=issued + 300, **clerk.claims)
        head = f"POST /governance/api/v1/shelf?name={quote(name)} HTTP/1.1\r\nHost: {self.host}\r\n{framing}\r\n"
        await line.send(f"{head}Authorization: Bearer {token}\r\nAccept: application/json\r\n\r\n".encode())
        try:
            yield line
        finally:
            await line.close()


class Started:
    """An app that runs already."""

    def __init__(self, app: FastAPI) -> None:
        self._app, self.state = app, app.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


@pytest.fixture
async def desk(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Desk]:
    folder = tmp_path / "files"
    async with opened(make_database("governance"), valkey_url, keys, files_url=folder.as_uri()) as office:
        shelf = await shelf_of(office, folder)
        async with served(Started(office.app), http=PROTOCOL) as url:
            yield Desk(shelf, url.removeprefix("http://"))


async def test_two_gibibytes_announced_are_refused_before_they_come(desk: Desk) -> None:
    async with desk.line(f"Content-Length: {TWO_GIB}") as line:
        status, problem = await line.answered()
    assert (status, problem["code"]) == (413, "file-too-large")
    assert "50 MiB" in problem["detail"]


async def test_two_gibibytes_in_chunks_are_refused_on_the_way_in_small_memory(desk: Desk) -> None:
    before, most, sent = psutil.Process().memory_info().rss, 0, 0
    async with desk.line("Transfer-Encoding: chunked") as line:
        answer = asyncio.create_task(line.answered())
        while not answer.done() and sent < TWO_GIB:
            await line.send(chunk(PIECE))
            sent, most = sent + len(PIECE), max(most, psutil.Process().memory_info().rss)
        status, problem = await answer
    assert (status, problem["code"]) == (413, "file-too-large")
    assert MOST <= sent < MOST + (32 << 20)
    assert most - before < 48 << 20
    assert desk.shelf.lying() == []


async def test_a_file_in_chunks_is_taken_whole(desk: Desk) -> None:
    content = pdf(*["Kế hoạch chuyển đổi số"] * 3)
    async with desk.line("Transfer-Encoding: chunked") as line:
        for start in range(0, len(content), 100):
            await line.send(chunk(content[start : start + 100]))
        await line.send(chunk(b""))
        status, taken = await line.answered()
    assert (status, taken["name"], int(taken["size"])) == (201, "kế hoạch.pdf", len(content))


@pytest.mark.parametrize("framing", ["Transfer-Encoding: chunked", f"Content-Length: {20 << 20}"])
async def test_an_upload_that_breaks_off_leaves_nothing(desk: Desk, framing: str) -> None:
    before = spooled()
    async with desk.line(framing) as line:
        for _ in range(3):
            await line.send(chunk(PIECE) if "chunked" in framing else PIECE)
        await until(lambda: spooled() == before + 1)
    await until(lambda: spooled() == before)
    assert desk.shelf.lying() == []
    assert (await desk.shelf.clerk.get("/shelf", q="kế hoạch")).json() == []


async def test_slow_lines_hold_no_place_in_the_database(desk: Desk) -> None:
    before = spooled()
    async with AsyncExitStack() as stack:
        for _ in range(12):
            line = await stack.enter_async_context(desk.line("Transfer-Encoding: chunked"))
            await line.send(chunk(PIECE))
        await until(lambda: spooled() == before + 12)
        assert (await desk.shelf.put("khác.pdf", pdf("Khác")))["state"] == "waiting"


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not true():
            await asyncio.sleep(0.01)


def spooled() -> int:
    """Files on their way in: they have no name."""
    found = 0
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found += str(link.readlink()).startswith(f"{tempfile.gettempdir()}/#")
    return found
