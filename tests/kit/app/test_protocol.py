"""Who opens a connection and sends nothing, or next to nothing, does not keep it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import APIRouter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from kit import protocol
from kit.app import create_app
from tests.support.running import served
from tests.support.settings import settings_of

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(await request.body())


async def talk(socket: WebSocket) -> None:
    """Says everything back until told to end, then says with which code the other side closed."""
    await socket.accept()
    while (message := await socket.receive())["type"] != "websocket.disconnect":
        if message.get("text") == "hết":
            await socket.close(4001, "Hết giờ làm việc")
            return
        await socket.send({**message, "type": "websocket.send"})
    socket.app.state.closed.put_nowait((message["code"], message["reason"]))


@pytest.fixture
def closed() -> asyncio.Queue[tuple[int, str]]:
    return asyncio.Queue()


router = APIRouter()


@router.post("/echo")
async def echo_in_a_service(request: Request) -> str:
    return (await request.body()).decode()


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch, closed: asyncio.Queue[tuple[int, str]]) -> AsyncIterator[int]:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr(protocol, "STALL_SECONDS", 0.3)
    app = Starlette(routes=[Route("/", echo, methods=["POST"]), WebSocketRoute("/", talk)])
    app.state.closed = closed
    async with served(app, http="kit.protocol:Protocol", timeout_keep_alive=600) as url:
        yield int(url.rpartition(":")[2])


SLOW = [
    b"",
    b"POST / HT",
    HEAD + b"X-Slow: ",
    HEAD + b"Content-Length: 10\r\n\r\nabc",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    HEAD + b"Content-Length: 2\r\n\r\nok" + HEAD,
]


@pytest.mark.parametrize("sent", SLOW, ids=range(len(SLOW)))
async def test_a_request_that_does_not_go_on_is_given_up(port: int, sent: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    async with asyncio.timeout(10):
        await reader.read(-1)
    assert reader.at_eof()
    writer.close()


async def test_a_body_that_goes_on_may_take_its_time(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + b"Content-Length: 40\r\n\r\n")
    for _ in range(39):  # longer in all than a head may take, and than a body may stand still
        writer.write(b"x")
        with pytest.raises(TimeoutError):  # neither an answer nor an end
            await asyncio.wait_for(reader.read(1), 0.02)
    writer.write(b"x")
    async with asyncio.timeout(10):
        assert b"200 OK" in await reader.readline()
        assert (await reader.readuntil(b"x" * 40)).endswith(b"x" * 40)
    writer.close()


def dial(port: int) -> connect:
    return connect(f"ws://127.0.0.1:{port}/", proxy=None, max_size=None, compression=None)


async def test_an_open_websocket_may_be_silent(port: int) -> None:
    async with dial(port) as talking:
        await test_a_request_that_does_not_go_on_is_given_up(port, SLOW[3])  # the longest watch has passed
        for message in ("vẫn còn đây", b"\xc4\x90" * (4 << 20)):
            await talking.send(message)
            assert await talking.recv() == message


async def test_a_websocket_closes_with_its_code_and_reason_from_either_side(
    port: int, closed: asyncio.Queue[tuple[int, str]]
) -> None:
    async with dial(port) as leaving:
        await leaving.close(4000, "Đã xong việc")
    async with asyncio.timeout(10):
        assert await closed.get() == (4000, "Đã xong việc")
    async with dial(port) as told:
        await told.send("hết")
        with pytest.raises(ConnectionClosed):
            await told.recv()
        assert (told.close_code, told.close_reason) == (4001, "Hết giờ làm việc")


async def answer_to(port: int, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    async with asyncio.timeout(10):
        answer = await reader.read(-1)
    writer.close()
    return answer


REFUSED = [
    (HEAD + b"X-Long: " + b"a" * 70_000, 431),
    (HEAD + b"X-Long: " + b"a" * 70_000 + b"\r\n\r\n", 431),
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
    (HEAD + b"Bad Header: x\r\n\r\n", 400),
    (b"rubbish \r\n\r\n", 400),
    (b"CONNECT x:1 HTTP/1.1\r\n\r\n", 400),
]


@pytest.mark.parametrize(("sent", "status"), REFUSED, ids=range(len(REFUSED)))
async def test_what_is_no_request_is_refused_once(port: int, sent: bytes, status: int) -> None:
    answer = await answer_to(port, sent)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert answer.count(b"HTTP/1.1") == 1


async def test_what_came_before_is_answered_before(port: int) -> None:
    answer = await answer_to(port, HEAD + b"Content-Length: 2\r\n\r\nok" + b"rubbish \r\n\r\n")
    assert [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"200", b"400"]


async def test_a_service_tells_of_a_body_that_breaks_off() -> None:
    app = create_app(settings_of("lgsp_gateway"), package="lgsp_gateway", routers=[router])
    broken = b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nZZ\r\n"
    async with served(app, http="kit.protocol:Protocol") as url:
        answer = await answer_to(int(url.rpartition(":")[2]), broken)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in answer
