"""Requests that the server cannot read: those of the exchange are answered and recorded as its own."""

import asyncio
from contextlib import closing
from typing import Any

import orjson
import pytest

from tests.lgsp_gateway.exchange.gateway import PATH, Gateway
from tests.lgsp_gateway.exchange.provider import Provider, Request, json

GET = f"GET {PATH}/tim HTTP/1.1\r\nHost: x\r\n".encode()


async def sent(gateway: Gateway, data: bytes) -> bytes:
    """All that comes back until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(gateway.url.rpartition(":")[2]))
    with closing(writer):
        writer.write(data)
        async with asyncio.timeout(10):
            return await reader.read()


def head(gateway: Gateway, line: str, *more: str) -> bytes:
    lines = [line, "Host: x", *more, *(f"{name}: {value}" for name, value in gateway.headers().items())]
    return "\r\n".join([*lines, "", ""]).encode()


def check_told(answer: bytes, status: int, kind: str) -> dict[str, Any]:
    top, _, body = answer.partition(b"\r\n\r\n")
    told: dict[str, Any] = orjson.loads(body)
    assert (top.split(b" ")[1], told["type"], set(told)) == (b"%d" % status, kind, {"type", "message", "detail"})
    assert b"connection: close" in top
    return told


@pytest.mark.parametrize(
    ("data", "status", "kind"),
    [
        (GET + b"X-Long: " + b"a" * 100_000, 431, "Client.HeadersTooLarge"),
        (GET + b"X-Long: " + b"a" * 100_000 + b"\r\n\r\n", 431, "Client.HeadersTooLarge"),
        (b"GET " + PATH.encode() + b"/" + b"a" * 100_000, 414, "Client.PathTooLong"),
        (b"GET " + PATH.encode() + b"/tim?" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n", 414, "Client.QueryTooLong"),
        (GET + b"Bad Header: x\r\n\r\n", 400, "Client.MalformedRequest"),
        (GET + b"X: \x00\r\n\r\n", 400, "Client.MalformedRequest"),
        (GET + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400, "Client.MalformedRequest"),
        (b"GET " + PATH.encode() + b" HTPP/1.1\r\n\r\n", 400, "Client.MalformedRequest"),
    ],
)
async def test_heads(gateway: Gateway, provider: Provider, data: bytes, status: int, kind: str) -> None:
    told = check_told(await sent(gateway, data), status, kind)
    record = await gateway.record()
    assert (record["id"], record["status"], record["fault"]) == (told["detail"], status, kind)
    assert (record["outcome"], record["actor"], record["template"]) == ("client", "", "")
    assert provider.requests == []


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /evidence HTTP/1.1\r\nX-Long: " + b"a" * 100_000, 431),
        (b"GET /" + b"a" * 100_000, 414),
        (b"GET /evidence HTTP/1.1\r\nBad Header: x\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01", 400),
        (b"xin chao\r\n\r\n", 400),
        (b"GET " + PATH.encode() + b"/\xc4\x91 HTTP/1.1\r\n\r\n", 400),
    ],
)
async def test_heads_of_other_requests_leave_no_evidence(gateway: Gateway, data: bytes, status: int) -> None:
    answer = await sent(gateway, data)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"text/plain" in answer
    assert await gateway.records() == []


async def test_the_words_are_in_the_reader_s_language(gateway: Gateway) -> None:
    told = check_told(
        await sent(gateway, GET + b"Accept-Language: en\r\nX: y\r\nBad Header: x\r\n\r\n"),
        400,
        "Client.MalformedRequest",
    )
    assert told["message"].startswith("The request is not valid HTTP")


@pytest.mark.parametrize("begun", [b"", b"3\r\nabc\r\n"])
async def test_a_body_whose_framing_breaks_off(gateway: Gateway, begun: bytes) -> None:
    data = head(gateway, f"POST {PATH}/nguoi HTTP/1.1", "Transfer-Encoding: chunked") + begun + b"ZZ\r\n"
    told = check_told(await sent(gateway, data), 400, "Client.MalformedRequest")
    opening, closed = await gateway.records()
    assert (closed["opening"], closed["fault"]) == (opening["id"], "Client.MalformedRequest")
    assert closed["object"] == "VN/GOV/H02.01/dan-cu/tra-cuu"
    assert told["detail"] == opening["id"]


async def test_rubbish_after_a_request_waits_for_the_answer_before(gateway: Gateway, provider: Provider) -> None:
    async def late(_: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0)
        writer.write(json(b'{"first":1}'))

    provider.answers(late)
    answer = await sent(gateway, head(gateway, f"GET {PATH}/tim HTTP/1.1") + b"rubbish \r\n\r\n")
    first, second = answer.split(b"HTTP/1.1 ")[1:]
    assert first.startswith(b"200")
    assert first.endswith(b'{"first":1}')
    assert second.startswith(b"400")
