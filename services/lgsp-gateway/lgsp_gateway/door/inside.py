"""The gateway's second listener, for the other services and for probes: the app without the door before it.

There the gateway is a service like any other: bearer tokens only, /healthz, /readyz and /metrics at the root. It has
its own port, which no ingress publishes, so nothing in a request decides what is inside (docs/decisions/0003).
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from lgsp_gateway.door.door import INSIDE
from lgsp_gateway.settings import Settings


class _Listener(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the server outside, which ends this one with the app."""
        yield


@contextlib.asynccontextmanager
async def inner_listener(app: FastAPI) -> AsyncIterator[None]:
    """A lifespan, the last to be entered: who answers here is ready."""
    settings: Settings = app.state.settings
    if not settings.internal_port:
        yield
        return
    server = _Listener(_config(app, settings))
    serving = asyncio.create_task(server.serve(), name="inner listener")
    try:
        await _until_started(server, serving)
        yield
    finally:
        server.should_exit = True
        await serving


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"] = {**scope.get("extensions", {}), INSIDE: {}}
        await app(scope, receive, send)

    return uvicorn.Config(
        inside,
        host=settings.internal_host,
        port=settings.internal_port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )


async def _until_started(server: uvicorn.Server, serving: "asyncio.Task[None]") -> None:
    while not server.started:
        if serving.done():
            serving.result()
            raise RuntimeError("the inner listener could not start")
        await asyncio.sleep(0.01)
