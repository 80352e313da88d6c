"""One service in its own forked process."""

import os
import socket
from collections.abc import Mapping

import uvicorn

from embedded.services import Service

GRACE_SECONDS = 3
"""How long open connections, as those of server-sent events, hold up the end."""


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
    uvicorn.Server(config).run(sockets=[listener])
