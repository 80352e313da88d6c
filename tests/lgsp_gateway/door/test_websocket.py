"""WebSockets through the door."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from kit import protocol
from tests.lgsp_gateway.door.conftest import Door

WATCH_SECONDS = 0.05


def address(door: Door, path: str) -> str:
    return door.url.replace("http", "ws", 1) + path


def dial(door: Door, path: str = "/monitoring/echo", **options: Any) -> connect:
    cookie = "; ".join(f"{name}={value}" for name, value in door.cookies.items())
    headers = {"Cookie": cookie} if cookie else {}
    return connect(address(door, path), additional_headers=headers, origin=Origin(door.url), proxy=None, **options)


async def greeted(socket: ClientConnection) -> dict[str, str]:
    headers: dict[str, str] = json.loads(await socket.recv())
    return headers


async def test_messages_pass_both_ways_with_the_sessions_token(door: Door) -> None:
    await door.sign_in("leader")
    async with dial(door) as socket:
        headers = await greeted(socket)
        assert door.app.state.authority.platforms.verify(headers["authorization"].removeprefix("Bearer "))
        assert "session" not in headers["cookie"]
        for message in ("Xin chào", b"\x00\xff" * 1000, ""):
            await socket.send(message)
            assert await socket.recv() == message


async def test_subprotocols_pass(door: Door) -> None:
    async with dial(door, subprotocols=["first", "second"]) as socket:
        assert socket.subprotocol == "second"


async def test_close_codes_pass_outwards(door: Door) -> None:
    async with dial(door, "/monitoring/closing") as socket:
        assert await socket.recv() == "tạm biệt"
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 4321


async def test_close_codes_pass_inwards(door: Door) -> None:
    async with dial(door) as socket:
        await greeted(socket)
        await socket.close(4000, "đủ rồi")
    async with asyncio.timeout(5):
        await door.behind.state.seen.hung_up.wait()
    assert door.behind.state.seen.close_code == 4000


async def test_a_browser_that_vanishes_is_noticed(door: Door) -> None:
    async with dial(door) as socket:
        await greeted(socket)
        socket.transport.abort()
    async with asyncio.timeout(5):
        await door.behind.state.seen.hung_up.wait()
    assert door.behind.state.seen.close_code == 1001


async def test_messages_are_bounded(door: Door) -> None:
    async with dial(door, max_size=None) as socket:
        await greeted(socket)
        await socket.send(b"x" * ((1 << 20) + 1))
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 1009


async def test_a_largest_message_passes(door: Door) -> None:
    async with dial(door, max_size=None) as socket:
        await greeted(socket)
        await socket.send(b"x" * (1 << 20))
        assert len(await socket.recv()) == 1 << 20


async def test_large_messages_pass_both_ways_piece_by_piece(door: Door) -> None:
    """A message in many frames arrives as one, whole, while another follows on its heels."""
    async with dial(door, max_size=None, compression=None) as socket:
        await greeted(socket)
        pieces = [bytes([number]) * (1 << 15) for number in range(32)]
        await socket.send(pieces)
        await socket.send("Đã gửi xong")
        assert await socket.recv() == b"".join(pieces)
        assert await socket.recv() == "Đã gửi xong"


async def test_an_open_socket_may_be_silent(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch over slow senders is for requests: it is seen to work on one that stands still, opened afterwards."""
    monkeypatch.setattr(protocol, "HEAD_SECONDS", WATCH_SECONDS)
    async with dial(door) as socket:
        await greeted(socket)
        port = int(door.url.rpartition(":")[2])
        for beginning in (b"", b"GET /monitoring/echo HTTP/1.1\r\nUpgrade: websocket\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(beginning)
            async with asyncio.timeout(10):
                assert not await reader.read()
            writer.close()
        await socket.send("vẫn còn đây")
        assert await socket.recv() == "vẫn còn đây"


async def test_many_messages_keep_their_order(door: Door) -> None:
    async with dial(door) as socket:
        await greeted(socket)

        async def send() -> None:
            for number in range(2000):
                await socket.send(f"{number}")

        sending = asyncio.create_task(send())
        assert [await socket.recv() for _ in range(2000)] == [f"{number}" for number in range(2000)]
        await sending


async def test_foreign_pages_may_not_connect(door: Door) -> None:
    await door.sign_in()
    cookie = {"Cookie": f"session={door.cookies['session']}"}
    foreign = Origin("https://evil.example")
    with pytest.raises(InvalidStatus) as refused:
        await connect(address(door, "/monitoring/echo"), additional_headers=cookie, origin=foreign, proxy=None)
    assert refused.value.response.status_code == 403


async def test_cookies_without_an_origin_do_not_connect(door: Door) -> None:
    await door.sign_in()
    cookie = {"Cookie": f"session={door.cookies['session']}"}
    with pytest.raises(InvalidStatus) as refused:
        await connect(address(door, "/monitoring/echo"), additional_headers=cookie, proxy=None)
    assert refused.value.response.status_code == 403


async def test_a_platform_without_sockets_says_so(door: Door) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await dial(door, "/monitoring/nothing-here")
    assert refused.value.response.status_code in {403, 404, 502}
