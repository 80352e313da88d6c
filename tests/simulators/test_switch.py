"""The same for every simulator that misbehaves on demand, over a real connection."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn

from simulators.ndxp import main as ndxp
from simulators.onestop import main as onestop
from simulators.shared_categories import main as shared_categories


async def serve(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on"))
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(10):
        while not server.started:
            await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
        yield client
    server.should_exit = True
    await running


@pytest.fixture(params=[ndxp.app, onestop.app, shared_categories.app])
async def simulator(request: Any) -> AsyncIterator[Any]:
    async for client in serve(request.param()):
        yield client


async def behave(simulator: httpx.AsyncClient, mode: str, seconds: float = 5) -> None:
    answer = await simulator.post("/_simulator", json={"mode": mode, "seconds": seconds})
    assert answer.json() == {"mode": mode, "seconds": seconds, "requests": 0}


async def test_normal_is_the_start(simulator: Any) -> None:
    assert (await simulator.get("/_simulator")).json()["mode"] == "normal"
    assert (await simulator.get("/openapi.json")).status_code == 200
    assert (await simulator.get("/_simulator")).json()["requests"] == 1


async def test_down(simulator: Any) -> None:
    await behave(simulator, "down")
    assert (await simulator.get("/openapi.json")).status_code == 503
    await behave(simulator, "normal")
    assert (await simulator.get("/openapi.json")).status_code == 200


async def test_slow(simulator: Any) -> None:
    await behave(simulator, "slow", seconds=60)
    with pytest.raises(httpx.ReadTimeout):
        await simulator.get("/openapi.json", timeout=0.2)
    waiting = asyncio.create_task(simulator.get("/openapi.json"))
    async with asyncio.timeout(10):
        while (await simulator.get("/_simulator")).json()["requests"] < 2:
            await asyncio.sleep(0)
    await behave(simulator, "normal")
    assert (await waiting).status_code == 200
    await behave(simulator, "slow", seconds=0.01)
    assert (await simulator.get("/openapi.json")).status_code == 200


async def test_rubbish(simulator: Any) -> None:
    await behave(simulator, "rubbish")
    answer = await simulator.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    with pytest.raises(ValueError, match=r"."):
        answer.json()


async def test_cut(simulator: Any) -> None:
    await behave(simulator, "cut")
    with pytest.raises(httpx.RemoteProtocolError):
        await simulator.get("/openapi.json")
    await behave(simulator, "normal")


@pytest.mark.parametrize("body", ["", "[]", '{"mode": "lạ"}', '{"seconds": -1}', '{"seconds": 1e9}'])
async def test_unknown_behaviour_is_refused(simulator: Any, body: Any) -> None:
    assert (await simulator.post("/_simulator", content=body)).status_code == 422
    assert (await simulator.get("/_simulator")).json()["mode"] == "normal"
