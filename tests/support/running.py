"""Apps reached as their users reach them."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI


@asynccontextmanager
async def client_of(app: FastAPI, **options: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client straight into a started app; for real sockets, WebSockets and streams use `served`."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", **options) as client,
    ):
        yield client


class Server(uvicorn.Server):
    """Begins and ends when told. Uvicorn's own looks ten times a second whether it should, three times at each end."""

    async def begin(self, listener: socket.socket) -> None:
        self.config.load()
        self.lifespan = self.config.lifespan_class(self.config)
        try:
            await self.startup(sockets=[listener])
        except SystemExit as error:
            raise RuntimeError("the server ended while starting") from error
        await self.on_tick(0)

    async def end(self) -> None:
        for one in self.servers:
            one.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.connections or self.server_state.tasks:
            await asyncio.sleep(0.002)
        for one in self.servers:
            await one.wait_closed()
        await self.lifespan.shutdown()


@asynccontextmanager
async def served(app: Any, listener: socket.socket | None = None, **options: Any) -> AsyncIterator[str]:
    """The address of the app over a real server, on a free loopback port unless a listener is given."""
    listener = listener or socket.create_server(("127.0.0.1", 0))
    given = {
        "lifespan": "on",
        "loop": "uvloop",
        "http": "httptools",
        "ws": "websockets-sansio",
        "log_config": None,
        **options,
    }
    server = Server(uvicorn.Config(app, **given))
    await server.begin(listener)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        if closing := getattr(app.state, "closing", None):
            closing.set()  # a signal does this for a server of its own process
        await server.end()
        listener.close()
