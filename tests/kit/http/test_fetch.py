"""An address that a person typed in reaches public places and those allowed by name, no others, and is bounded."""

import asyncio
from collections.abc import AsyncIterator
from socket import AF_INET, SOCK_STREAM
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from kit.errors import Invalid, Problem, TooLarge, Unavailable
from kit.http import fetch, refuse_private
from tests.support.running import served

PUBLIC = "93.184.216.34"
LOCAL = frozenset({"127.0.0.1"})


async def endless(_: Request) -> StreamingResponse:
    async def stream() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0)  # lets the server see that the reader has gone
            yield b"x" * 65536

    return StreamingResponse(stream())


async def elsewhere(_: Request) -> Response:
    return RedirectResponse("http://169.254.169.254/latest/meta-data")


async def document(_: Request) -> Response:
    return Response("Mô tả dịch vụ".encode())


app = Starlette(routes=[Route("/endless", endless), Route("/elsewhere", elsewhere), Route("/doc", document)])


@pytest.fixture
async def address() -> AsyncIterator[str]:
    async with served(app) as url:
        yield url


async def test_an_allowed_host_is_read(address: str) -> None:
    assert (await fetch(f"{address}/doc", most=1000, allowed_hosts=LOCAL)).decode() == "Mô tả dịch vụ"


async def test_a_body_without_end_is_cut(address: str) -> None:
    with pytest.raises(TooLarge):
        await fetch(f"{address}/endless", most=1_000_000, allowed_hosts=LOCAL)


async def test_redirects_are_not_followed(address: str) -> None:
    with pytest.raises(Unavailable) as caught:
        await fetch(f"{address}/elsewhere", most=1000, allowed_hosts=LOCAL)
    assert caught.value.params["status"] == 307


async def test_a_name_that_moves_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was looked at is what is connected to: the first answer is public, every later one leads inside."""
    loop, asked, reached = asyncio.get_running_loop(), list[str](), list[str]()

    async def moving(host: str | bytes, port: int, **_: Any) -> Any:
        asked.append(host if isinstance(host, str) else host.decode())
        return [(AF_INET, SOCK_STREAM, 6, "", (PUBLIC if len(asked) == 1 else "127.0.0.1", port))]

    async def out_of_reach(_: Any, host: str, *__: Any, **___: Any) -> Any:
        reached.append(host)
        raise OSError("nothing outside is reached in tests")

    monkeypatch.setattr(loop, "getaddrinfo", moving)
    monkeypatch.setattr(loop, "create_connection", out_of_reach)
    with pytest.raises(Unavailable):
        await fetch("http://doi-cho.example:8080/doc", most=1000)
    assert (asked, reached) == (["doi-cho.example"], [PUBLIC])


async def test_nobody_answers(unused_tcp_port: int) -> None:
    with pytest.raises(Unavailable) as caught:
        await fetch(f"http://127.0.0.1:{unused_tcp_port}/", most=1000, allowed_hosts=LOCAL)
    assert caught.value.code == "address-unreachable"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1/", "address-private"),
        ("http://[::1]/", "address-private"),
        ("http://[::ffff:127.0.0.1]/", "address-private"),
        ("http://[64:ff9b::7f00:1]/", "address-private"),
        ("http://[64:ff9b:1::a00:1]/", "address-private"),
        ("http://[2002:7f00:1::]/", "address-private"),
        ("http://[::127.0.0.1]/", "address-private"),
        ("http://[fec0::1]/", "address-private"),
        ("http://224.0.0.1/", "address-private"),
        ("http://10.0.0.8/openapi.json", "address-private"),
        ("http://169.254.169.254/latest", "address-private"),
        ("http://0.0.0.0/", "address-private"),
        ("http://2130706433/", "address-private"),
        ("http://0x7f.1/", "address-private"),
        ("http://localhost/", "address-private"),
        ("ftp://example.org/", "address-malformed"),
        ("file:///etc/passwd", "address-malformed"),
        ("http://user:secret@example.org/", "address-malformed"),
        ("không phải địa chỉ", "address-malformed"),
        ("http://", "address-malformed"),
        ("http://[::1", "address-malformed"),
        ("http://example.org:99999/", "address-malformed"),
        ("http://host.invalid/", "address-unknown"),
    ],
)
async def test_other_addresses_are_refused(url: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        await refuse_private(url)
    assert (caught.value.code, type(caught.value)) == (code, Invalid)
