"""Listening sockets, opened before anything is forked: a busy port shows at once, and a service that is being
started again keeps its callers waiting instead of turning them away."""

import errno
import json
import socket
from pathlib import Path

from embedded.errors import LaunchError
from embedded.process import free_port
from embedded.secret import write_private
from embedded.services import Service

BACKLOG = 2048


class Ports:
    """Remembers in a file which port each got, for addresses are registered and should stay."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}

    def listen(self, service: Service) -> socket.socket:
        """The front door gets its port or nothing; any other one its last, its own, or a free one."""
        if service.front_door:
            listener = _listen(service.port)
        else:
            listener = self._first_free(self._known.get(service.name, service.port))
        self._remember(service.name, listener.getsockname()[1])
        return listener

    def reserve(self, name: str, preferred: int) -> int:
        """A port that is free now, for one who opens it himself."""
        with self._first_free(self._known.get(name, preferred)) as probe:
            port: int = probe.getsockname()[1]
        self._remember(name, port)
        return port

    def _first_free(self, port: int) -> socket.socket:
        try:
            return _listen(port)
        except LaunchError:
            return _listen(0)

    def _remember(self, name: str, port: int) -> None:
        if self._known.get(name) != port:
            self._known[name] = port
            write_private(self._file, json.dumps(self._known))


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port or free_port()))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        why = "is taken by another program" if error.errno == errno.EADDRINUSE else "needs more rights"
        raise LaunchError(f"port {port} {why}; choose another: make run PORT={port + 80}") from None
    return listener


def refuse(listener: socket.socket) -> None:
    """Callers are turned away until somebody listens again. The kernel keeps the port for us, but only one that
    was asked for by number."""
    listener.shutdown(socket.SHUT_RDWR)
