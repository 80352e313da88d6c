"""A provider that reads whole requests off a socket and answers with exactly the bytes it was told to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Self

Answer = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    line: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


def json(body: bytes = b'{"ok":true}', *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@dataclass
class Provider:
    port: int = 0
    scheme: str = "http"
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _open: list[asyncio.Task[None]] = field(default_factory=list)
    _answer: Answer | bytes = field(default_factory=json)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/goc"

    def answers(self, answer: Answer | bytes) -> None:
        """Bytes, or a function that writes; it may also hang up, or wait."""
        self._answer = answer

    @asynccontextmanager
    async def serving(self, tls: SSLContext | None = None) -> AsyncIterator[Self]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 22, ssl=tls)
        self.scheme = "https" if tls else "http"
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for connection in self._open:
                connection.cancel()
            await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if (task := asyncio.current_task()) is not None:
            self._open.append(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError), closing(writer):
            while head := await reader.readuntil(b"\r\n\r\n"):
                request = await _read(head, reader)
                self.requests.append(request)
                self.arrived.set()
                if isinstance(self._answer, bytes):
                    writer.write(self._answer)
                else:
                    await self._answer(request, writer)
                await writer.drain()


async def _read(head: bytes, reader: asyncio.StreamReader) -> Request:
    line, *fields = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    request = Request(line, [(name, value) for name, _, value in (field.partition(": ") for field in fields)])
    if length := request.header("content-length"):
        request.body = await reader.readexactly(int(length))
    elif request.header("transfer-encoding"):
        while size := int(await reader.readline(), 16):
            request.body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    return request
