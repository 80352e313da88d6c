"""No exchange without a durable record, whatever fails when."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest
from sqlalchemy import text

from kit.chain.abandoned import close_abandoned
from kit.chain.sealer import lock
from tests.lgsp_gateway.exchange.gateway import PATH, Gateway
from tests.lgsp_gateway.exchange.provider import Provider, Request, json

CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'chain writer' AND datname = current_database()"
)


@asynccontextmanager
async def unwritable(gateway: Gateway) -> AsyncIterator[None]:
    """The evidence writer cannot reach its database."""
    writer = gateway.app.state.evidence_writer
    url, writer._url = writer._url, "postgresql+asyncpg://nobody@127.0.0.1:1/none"
    await cut(gateway)
    try:
        yield
    finally:
        writer._url = url
        async with asyncio.timeout(20):
            while not writer.is_connected:
                await asyncio.sleep(0.01)


async def cut(gateway: Gateway) -> None:
    writer = gateway.app.state.evidence_writer
    async with gateway.app.state.database.session() as session:
        await session.execute(CUT)
    async with asyncio.timeout(10):
        while writer.is_connected:
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_an_unsafe_call_is_on_record_before_the_provider_hears_of_it(
    gateway: Gateway, provider: Provider, method: str
) -> None:
    seen: list[str] = []

    async def look(_: Request, writer: asyncio.StreamWriter) -> None:
        seen.extend(record["outcome"] for record in await gateway.records())
        writer.write(json())

    provider.answers(look)
    answer = await gateway.call("/nguoi" if method == "POST" else "/nguoi/1", method, json={"tên": "Lý"})
    assert (answer.status_code, seen) == (200, ["open"])
    opening, closed = await gateway.records()
    assert (closed["outcome"], closed["opening"]) == ("ok", opening["id"])
    assert opening["request_size"] == closed["request_size"] > 0


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_when_evidence_cannot_be_written_nothing_is_exchanged(
    gateway: Gateway, provider: Provider, method: str
) -> None:
    async with unwritable(gateway):
        answer = await gateway.call(method=method)
        assert (answer.status_code, answer.json()["type"]) == (503, "Server.ClientProxy.EvidenceUnavailable")
        assert int(answer.headers["retry-after"]) >= 1
    assert (method, provider.requests) == ("GET", provider.requests) or provider.requests == []
    assert (await gateway.call(method=method)).status_code == 200


async def test_when_the_outcome_cannot_be_written_the_caller_learns_that_the_provider_may_have_acted(
    gateway: Gateway, provider: Provider
) -> None:
    release = asyncio.Event()

    async def wait(_: Request, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.write(json())

    provider.answers(wait)
    call = asyncio.create_task(gateway.call(method="POST", json={}))
    await provider.arrived.wait()
    async with unwritable(gateway):
        release.set()
        answer = await call
    assert (answer.status_code, answer.json()["type"]) == (503, "Server.ClientProxy.EvidenceIncomplete")
    assert "CÓ THỂ ĐÃ" in answer.json()["message"]
    (opening,) = await gateway.records()
    assert opening["outcome"] == "open"


async def test_refusals_are_told_even_when_they_cannot_be_recorded(gateway: Gateway) -> None:
    async with unwritable(gateway):
        assert (await gateway.call("/khong-co")).status_code == 404


async def test_a_large_answer_is_opened_before_and_closed_after(gateway: Gateway, provider: Provider) -> None:
    body = b"0123456789abcdef" * 200_000
    provider.answers(json(body))
    answer = await gateway.call()
    assert answer.content == body
    opening, closed = await gateway.records()
    assert (opening["outcome"], closed["outcome"], closed["opening"]) == ("open", "ok", opening["id"])
    assert closed["response_size"] == len(body)


async def test_a_large_answer_without_its_closing_record_never_looks_whole(
    gateway: Gateway, provider: Provider
) -> None:
    body, halfway = b"x" * 3_000_000, asyncio.Event()

    async def in_parts(_: Request, writer: asyncio.StreamWriter) -> None:
        whole = json(body)
        writer.write(whole[:2_000_000])
        await writer.drain()
        await halfway.wait()
        writer.write(whole[2_000_000:])

    provider.answers(in_parts)
    reader, writer = await open_call(gateway)
    with closing(writer):
        got = len((await reader.readuntil(b"\r\n\r\n")) and await reader.readexactly(1_000_000))
        async with unwritable(gateway):
            halfway.set()
            got += len(await reader.read())
    assert got < len(body)
    assert [record["outcome"] for record in await gateway.records()] == ["open"]


async def test_a_large_answer_that_is_cut_or_too_large_is_on_record(gateway: Gateway, provider: Provider) -> None:
    async def cut_off(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(json(b"x" * 3_000_000)[:2_000_000])
        writer.close()

    provider.answers(cut_off)
    reader, writer = await open_call(gateway)
    with closing(writer):
        assert len(await reader.read()) < 3_000_000
    last = await settled(gateway)
    assert last["fault"] == "Server.ServerProxy.IncompleteResponse"


async def test_a_caller_who_hangs_up_on_a_large_answer_is_on_record(gateway: Gateway, provider: Provider) -> None:
    async def endless(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n")
        while True:
            writer.write(b"x" * 100_000)
            await writer.drain()

    provider.answers(endless)
    reader, writer = await open_call(gateway)
    with closing(writer):
        await reader.readexactly(1_500_000)
        writer.transport.abort()
    last = await settled(gateway)
    assert (last["outcome"], last["fault"]) == ("client", "Client.Disconnected")


async def open_call(gateway: Gateway) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, port = gateway.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    lines = [f"GET {PATH}/tim HTTP/1.1", "Host: x"]
    lines += [f"{name}: {value}" for name, value in gateway.headers().items()]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    return reader, writer


async def settled(gateway: Gateway) -> dict[str, object]:
    async with asyncio.timeout(20):
        while (last := (await gateway.records())[-1])["outcome"] == "open":
            await asyncio.sleep(0.02)
    return last


async def test_a_living_gateway_s_openings_are_left_alone(gateway: Gateway, provider: Provider) -> None:
    async def look(_: Request, writer: asyncio.StreamWriter) -> None:
        async with gateway.app.state.database.session() as session:
            await lock(session)
            assert await close_abandoned(session) == 0
        writer.write(json())

    provider.answers(look)
    assert (await gateway.call(method="POST")).status_code == 200
