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
    config = uvicorn.Config(app, **given)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        if running.done():
            running.result()
            raise RuntimeError("the server ended while starting")
        await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        if closing := getattr(app.state, "closing", None):
            closing.set()  # a signal does this for a server of its own process
        server.should_exit = True
        await running
        listener.close()
