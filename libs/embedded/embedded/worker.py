"""One service in its own forked process."""

import gc
import os
import socket
from collections.abc import Mapping

import uvicorn

from embedded.services import Service

GRACE_SECONDS = 3
"""How long open connections, as those of server-sent events, hold up the end."""


YOUNG_OBJECTS = 10_000
"""How many new objects the collector waits for; a page makes thousands."""


class Server(uvicorn.Server):
    """Once started, what it is made of lives to the end: the collector, which stops everything, need not walk it."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS)


def serve(service: Service, listener: socket.socket, environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    config = uvicorn.Config(
        f"{service.package}.main:app",
        factory=True,
        loop="uvloop",
        http="kit.protocol:Protocol",
        ws="websockets-sansio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # who came to the front door says nothing true about where from; behind it the door does
        proxy_headers=not service.front_door,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    Server(config).run(sockets=[listener])
