"""Providers that are down, slow, or answer rubbish: the right status and type, on record, and nothing hangs."""

import asyncio
from typing import Any

import pytest

from embedded.process import free_port
from tests.lgsp_gateway.exchange.gateway import Gateway
from tests.lgsp_gateway.exchange.provider import Provider, Request, json

PROVIDER = "Server.ServerProxy"


async def check_failed(gateway: Gateway, answer: Any, status: int, kind: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["type"]) == (status, kind)
    assert answer.headers["x-road-error"] == kind
    record = (await gateway.records())[-1]
    assert (record["outcome"], record["status"], record["fault"]) == ("provider", status, kind)
    return record


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_provider_that_is_down(gateway: Gateway, method: str) -> None:
    await gateway.service(base_url=f"http://127.0.0.1:{free_port()}")
    await check_failed(gateway, await gateway.call(method=method), 502, f"{PROVIDER}.ConnectFailed")


async def test_a_name_nobody_has(gateway: Gateway) -> None:
    await gateway.service(base_url="http://khong-co.invalid")
    await check_failed(gateway, await gateway.call(), 502, f"{PROVIDER}.ConnectFailed")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_slow_provider(gateway: Gateway, provider: Provider, method: str) -> None:
    async def never(_: Request, __: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    provider.answers(never)
    await gateway.service(timeout_ms=200)
    await check_failed(gateway, await gateway.call(method=method), 504, f"{PROVIDER}.Timeout")


async def test_a_provider_that_begins_and_then_sleeps(gateway: Gateway, provider: Provider) -> None:
    async def half(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        await writer.drain()
        await asyncio.Event().wait()

    provider.answers(half)
    await gateway.service(timeout_ms=200)
    await check_failed(gateway, await gateway.call(), 504, f"{PROVIDER}.Timeout")


HEAD = b"HTTP/1.1 200 OK\r\n"
RUBBISH = [
    b"\x16\x03\x01\x02\x00\x01",
    b"xin chao\r\n\r\n",
    b"HTTP/1.1 99999 OK\r\n\r\n",
    b"HTTP/1.1 999 Strange\r\nContent-Length: 1\r\n\r\na",
    b"HTTP/1.1 600 Strange\r\nContent-Length: 1\r\n\r\na",
    b"HTTP/1.1 099 Strange\r\nContent-Length: 1\r\n\r\na",
    HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    HEAD + b"Content-Length: -5\r\n\r\n",
    HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n",
    HEAD + b"Bad Header: x\r\nContent-Length: 0\r\n\r\n",
    HEAD + b"X-Long: " + b"a" * 70_000 + b"\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
]


@pytest.mark.parametrize("answer", RUBBISH, ids=range(len(RUBBISH)))
async def test_rubbish(gateway: Gateway, provider: Provider, answer: bytes) -> None:
    provider.answers(answer)
    await check_failed(gateway, await gateway.call(), 502, f"{PROVIDER}.InvalidResponse")


@pytest.mark.parametrize("answer", [b"", HEAD, HEAD + b"Content-Length: 10\r\n\r\nshort"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_provider_that_hangs_up(gateway: Gateway, provider: Provider, answer: bytes, method: str) -> None:
    async def hang_up(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        writer.close()

    provider.answers(hang_up)
    await check_failed(gateway, await gateway.call(method=method), 502, f"{PROVIDER}.IncompleteResponse")


@pytest.mark.parametrize("announced", [True, False])
async def test_an_answer_larger_than_allowed(gateway: Gateway, provider: Provider, announced: bool) -> None:
    await gateway.service(max_response_bytes=100)
    body = b"x" * 101
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n65\r\n" + body + b"\r\n0\r\n\r\n"
    provider.answers(json(body) if announced else chunked)
    await check_failed(gateway, await gateway.call(), 502, f"{PROVIDER}.ResponseTooLarge")


async def test_a_kept_connection_that_the_provider_closed_is_not_the_caller_s_problem(
    gateway: Gateway, provider: Provider
) -> None:
    async def once(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(json())
        await writer.drain()
        writer.close()

    provider.answers(once)
    assert [(await gateway.call()).status_code for _ in range(5)] == [200] * 5


async def test_bytes_nobody_asked_for_do_not_reach_the_next_caller(gateway: Gateway, provider: Provider) -> None:
    provider.answers(json(b'{"mine":1}') + json(b'{"yours":2}'))
    first = await gateway.call()
    assert first.status_code in {200, 502}
    provider.answers(json(b'{"mine":3}'))
    second = await gateway.call()
    assert (second.status_code, second.json()) == (200, {"mine": 3})


async def test_after_each_fault_the_next_call_works(gateway: Gateway, provider: Provider) -> None:
    for answer in RUBBISH[:4]:
        provider.answers(answer)
        assert (await gateway.call()).status_code == 502
        provider.answers(json())
        assert (await gateway.call()).status_code == 200
