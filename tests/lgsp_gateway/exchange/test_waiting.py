"""Neither side is kept waiting for what the other no longer needs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from hashlib import sha512

import pytest

from lgsp_gateway.exchange import request
from tests.lgsp_gateway.exchange.gateway import PATH, Gateway
from tests.lgsp_gateway.exchange.provider import Provider, Request, json
from tests.lgsp_gateway.exchange.test_evidence import settled

CHUNKED = "Transfer-Encoding: chunked"


@asynccontextmanager
async def asked(
    gateway: Gateway, line: str, *fields: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(gateway.url.rpartition(":")[2]))
    own = [f"{name}: {value}" for name, value in gateway.headers().items()]
    with closing(writer):
        writer.write("\r\n".join([f"{line} HTTP/1.1", "Host: x", *fields, *own, "", ""]).encode())
        async with asyncio.timeout(15):
            yield reader, writer


@asynccontextmanager
async def raw_provider(gateway: Gateway, answer: bytes) -> AsyncIterator[list[asyncio.StreamReader]]:
    """Answers as soon as it has the head, and reads no further; its connections, as they come."""
    came: list[asyncio.StreamReader] = []
    done = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError), closing(writer):
            await reader.readuntil(b"\r\n\r\n")
            came.append(reader)
            writer.write(answer)
            await done.wait()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        await gateway.service(base_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        try:
            yield came
        finally:
            done.set()


@pytest.mark.parametrize("length", [CHUNKED, "Content-Length: 1000000"])
async def test_an_early_answer_does_not_wait_for_the_rest_of_the_body(gateway: Gateway, length: str) -> None:
    refusal = json(b'{"no":1}', status="422 No")
    async with raw_provider(gateway, refusal) as came, asked(gateway, f"POST {PATH}/nguoi", length) as (reader, writer):
        assert (await reader.readline()).startswith(b"HTTP/1.1 422 ")
        top = await reader.readuntil(b'{"no":1}')
        assert b"x-road-request-hash" in top, "of a body that never came"
        writer.write(b"3\r\nabc\r\n")
        async with asked(gateway, f"POST {PATH}/nguoi", length) as (second, _):
            assert (await second.readline()).startswith(b"HTTP/1.1 422 ")
        assert len(came) == 2, "a request that was not sent whole is not followed by another"
        assert await came[0].read() == b""
    assert (await gateway.records())[-1]["outcome"] == "ok"


async def test_who_was_answered_early_may_go_on_when_the_body_is_over(gateway: Gateway, provider: Provider) -> None:
    refusal, line = json(b'{"no":1}', status="422 No"), f"POST {PATH}/nguoi"
    async with raw_provider(gateway, refusal), asked(gateway, line, CHUNKED) as (reader, writer):
        await reader.readuntil(b'{"no":1}')
        await gateway.service(base_url=provider.url)
        own = "".join(f"{name}: {value}\r\n" for name, value in gateway.headers().items())
        writer.write(f"3\r\nabc\r\n0\r\n\r\nGET {PATH}/tim HTTP/1.1\r\nHost: x\r\n{own}\r\n".encode())
        assert b"200 OK" in await reader.readuntil(b'{"ok":true}')


async def test_a_provider_may_answer_while_it_reads(gateway: Gateway) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        with closing(writer):
            while line := await reader.readline():
                writer.write(line)
                if line == b"0\r\n":
                    writer.write(b"\r\n")
                    await writer.drain()
                    return

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        await gateway.service(base_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", timeout_ms=400)
        async with asked(gateway, f"POST {PATH}/nguoi", CHUNKED, "Connection: close") as (reader, writer):
            for _ in range(10):  # longer in all than the provider may be silent
                writer.write(b"6\r\nabcde\n\r\n")
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(reader.read(1), 0.05)
            writer.write(b"0\r\n\r\n")
            assert (await reader.read()).count(b"abcde") == 10
    last = (await gateway.records())[-1]
    assert (last["outcome"], last["request_digest"]) == ("ok", sha512(b"abcde\n" * 10).hexdigest())


async def test_a_provider_that_takes_nothing_keeps_nobody(gateway: Gateway) -> None:
    async with raw_provider(gateway, b""):
        await gateway.service(timeout_ms=300)

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(200):
                yield bytes(100_000)

        await gateway.service(max_request_bytes=1 << 30)
        answer = await gateway.call("/nguoi", "POST", content=endless())
    assert (answer.status_code, answer.json()["type"]) == (504, "Server.ServerProxy.Timeout")


@pytest.mark.parametrize("line", [f"GET {PATH}/tim", f"POST {PATH}/nguoi"])
async def test_a_caller_who_hangs_up_while_the_provider_thinks(gateway: Gateway, provider: Provider, line: str) -> None:
    async def think(_: Request, __: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    provider.answers(think)
    await gateway.service(timeout_ms=60_000)
    async with asked(gateway, line, "Content-Length: 0"):
        await provider.arrived.wait()
    async with asyncio.timeout(10):  # much less than the provider may think
        while not await gateway.records():
            await asyncio.sleep(0.02)
    last = await settled(gateway)
    assert (last["outcome"], last["fault"], last["response_in"]) == ("client", "Client.Disconnected", 0)
    assert last["request_out"]


async def test_a_caller_who_hangs_up_in_the_middle_of_a_body(gateway: Gateway, provider: Provider) -> None:
    async with asked(gateway, f"POST {PATH}/nguoi", CHUNKED) as (_, writer):
        writer.write(b"3\r\nabc\r\n")
        async with asyncio.timeout(10):
            while not provider.connections:
                await asyncio.sleep(0.01)
    last = await settled(gateway)
    assert (last["fault"], last["request_size"], last["request_digest"]) == ("Client.Disconnected", 3, "")


async def test_a_caller_whose_body_stands_still(
    gateway: Gateway, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request, "STALL_SECONDS", 0.2)
    async with asked(gateway, f"POST {PATH}/nguoi", CHUNKED) as (reader, writer):
        writer.write(b"3\r\nabc\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
    assert (await settled(gateway))["fault"] == "Client.RequestStalled"
