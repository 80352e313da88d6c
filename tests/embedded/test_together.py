"""Several small apps in one process: each answers at its own port, and each begins and ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from starlette.types import ASGIApp
from uvicorn import Config
from uvicorn.lifespan.on import LifespanOn

from embedded.worker import together


def app(name: str, told: list[str]) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        told.append(f"{name} begins")
        yield
        told.append(f"{name} ends")

    made = FastAPI(lifespan=lifespan)
    made.get("/name")(lambda: name)
    return made


async def asked(app: ASGIApp, port: int) -> Any:
    async with AsyncClient(transport=ASGITransport(app), base_url=f"http://127.0.0.1:{port}") as client:
        return (await client.get("/name")).json()


async def test_each_answers_at_its_port_and_begins_and_ends() -> None:
    told: list[str] = []
    both = together({8091: app("trục", told), 8093: app("một cửa", told)})
    lifespan = LifespanOn(Config(both, log_config=None))
    await lifespan.startup()
    assert told == ["trục begins", "một cửa begins"]
    assert [await asked(both, port) for port in (8091, 8093)] == ["trục", "một cửa"]
    await lifespan.shutdown()
    assert told[2:] == ["một cửa ends", "trục ends"]
