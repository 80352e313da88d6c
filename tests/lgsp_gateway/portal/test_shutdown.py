"""A server with many open pages stops at once when it is told to."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from tests.lgsp_gateway.door.conftest import Door, opened

PAGES = 100


@asynccontextmanager
async def process(database_url: str, redis_url: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The gateway as a process of its own, started as a server starts it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ, "MODE": "embedded", "DATABASE_URL": database_url, "REDIS_URL": redis_url, "BUS_URL": redis_url,
        "SECRET_KEY": "a-secret-of-tests-only-0123456789abcdef", "ORIGIN": origin, "GATEWAY_URL": origin,
        "EVENT_CONNECTIONS_EACH": str(PAGES),
    }  # fmt: skip
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "uvicorn", "--factory", "lgsp_gateway.main:app", "--port", str(port),
        env=environment, stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield server, origin
    finally:
        if server.returncode is None:
            server.kill()
        await server.wait()


async def answered(http: httpx.AsyncClient, url: str) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                await http.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return


async def signed_in(database_url: str, redis_url: str) -> Door:
    async with opened(database_url, redis_url) as door:
        await door.sign_in()
        return door


async def test_a_hundred_open_pages_do_not_hold_it_up(database_url: str, valkey_url: str) -> None:
    cookie = {"Cookie": f"session={(await signed_in(database_url, valkey_url)).cookies['session']}"}
    limits = httpx.Limits(max_connections=PAGES + 10)
    async with process(database_url, valkey_url) as (server, url), AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(limits=limits, timeout=30))
        await answered(http, url)
        streams = [
            await stack.enter_async_context(http.stream("GET", f"{url}/events", headers=cookie)) for _ in range(PAGES)
        ]
        lines = [stream.aiter_lines() for stream in streams]
        assert {await anext(line) for line in lines} == {"retry: 2000"}
        server.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):  # their streams would go on for minutes
            await server.wait()
        for line in lines:
            assert [rest async for rest in line if rest] == []
