"""One service in its own forked process."""

import os
import socket
from collections.abc import Mapping

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
