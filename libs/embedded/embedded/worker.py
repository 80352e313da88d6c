"""What a forked process serves: one service, or several small ones together."""

import os
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from embedded.services import Service
from kit.serve import Server, configured


def serve(service: Service, listener: socket.socket, environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    config = configured(
        f"{service.package}.main:app",
        factory=True,
        # who came to the front door says nothing true about where from; behind it the door does
        proxy_headers=not service.front_door,
    )
    Server(config).run(sockets=[listener])


def serve_together(
    services: Sequence[Service], listeners: Sequence[socket.socket], environment: Mapping[str, str]
) -> None:
    os.environ.update(environment)
    apps = [import_module(f"{service.package}.main").app() for service in services]
    ports = [listener.getsockname()[1] for listener in listeners]
    Server(configured(together(dict(zip(ports, apps, strict=True))))).run(sockets=list(listeners))


def together(apps: Mapping[int, Starlette]) -> ASGIApp:
    """Which of them answers is said by the port that was called."""

    @asynccontextmanager
    async def all_of_them(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for one in apps.values():
                await stack.enter_async_context(one.router.lifespan_context(one))
            yield

    whole = Starlette(lifespan=all_of_them)

    async def by_port(scope: Scope, receive: Receive, send: Send) -> None:
        chosen = whole if scope["type"] == "lifespan" else apps[scope["server"][1]]
        await chosen(scope, receive, send)

    return by_port
