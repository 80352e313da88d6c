"""What only a process of its own can show: its death under load, and its memory."""

import asyncio
import signal

import httpx
import psutil
from sqlalchemy import func, select

from kit.chain.export import export
from kit.chain.tables import ChainOpen, ChainPayload, ChainRecord
from kit.chain.verify import verify
from kit.db import Database
from tests.lgsp_gateway.exchange.gateway import PATH
from tests.lgsp_gateway.exchange.process import Process, prepare
from tests.lgsp_gateway.exchange.provider import Provider, Request

MIB = 1 << 20


async def test_killed_under_load_no_answered_call_lacks_its_record(
    database_url: str, valkey_url: str, provider: Provider
) -> None:
    headers = await prepare(database_url, provider.url)
    process, answered = Process(database_url, valkey_url), list[str]()

    async def call_on_and_on(client: httpx.AsyncClient, method: str) -> None:
        while True:
            path = "/nguoi" if method == "POST" else "/tim"
            answer = await client.request(method, process.url + PATH + path, headers=headers)
            assert answer.status_code == 200
            answered.append(answer.headers["x-road-request-id"])

    async with process.running(), httpx.AsyncClient(timeout=10) as client:
        callers = [asyncio.create_task(call_on_and_on(client, ("GET", "POST")[n % 2])) for n in range(16)]
        async with asyncio.timeout(60):
            while len(answered) < 300:
                await asyncio.sleep(0.01)
        await process.stop(signal.SIGKILL)
        ended = await asyncio.gather(*callers, return_exceptions=True)
        assert all(isinstance(error, httpx.HTTPError) for error in ended), ended
        await process.start()
        await check(database_url, answered)


async def check(database_url: str, answered: list[str]) -> None:
    database = Database(database_url)
    async with asyncio.timeout(30):
        while await unsettled(database):
            await asyncio.sleep(0.1)
    async with database.session() as session:
        closings = select(ChainPayload.record_id, ChainPayload.body).where(ChainPayload.outcome == "ok")
        told = {body.get("opening", str(record)) for record, body in await session.execute(closings)}
        assert set(answered) <= told
        broken = await session.scalar(select(func.count()).where(ChainPayload.outcome == "broken"))
    async with database.session() as session:
        verdict = verify([line async for line in export(session, "lgsp-gateway")])
    await database.dispose()
    assert verdict.sound, verdict.first_break
    assert broken is not None
    assert broken <= 16


async def unsettled(database: Database) -> bool:
    async with database.session() as session:
        waiting = select(func.count()).select_from(ChainRecord).where(ChainRecord.seq.is_(None))
        return bool(await session.scalar(waiting) or await session.scalar(select(func.count(ChainOpen.record_id))))


async def test_200_mib_stream_through_little_memory(database_url: str, valkey_url: str, provider: Provider) -> None:
    async def large(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {200 * MIB}\r\n\r\n".encode())
        for _mebibyte in range(200):
            writer.write(bytes(MIB))
            await writer.drain()

    headers = await prepare(database_url, provider.url)
    async with Process(database_url, valkey_url).running() as process, httpx.AsyncClient(timeout=60) as client:
        assert (await client.get(process.url + PATH + "/tim", headers=headers)).status_code == 200
        memory = psutil.Process(process.pid).memory_info
        before = most = memory().rss
        provider.answers(large)
        got = 0
        async with client.stream("GET", process.url + PATH + "/tim", headers=headers) as answer:
            async for chunk in answer.aiter_raw():
                got += len(chunk)
                most = max(most, memory().rss)
    assert got == 200 * MIB
    assert most - before < 32 * MIB
