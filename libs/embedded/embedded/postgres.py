"""PostgreSQL 18 from the programs of a PyPI wheel, with our own initdb, start and stop.

It listens on a unix socket only, in a folder nobody else may enter, and asks everybody for a password.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psutil

from embedded import process
from embedded.errors import AlreadyRunning, LaunchError
from embedded.ground import Ground, stand
from embedded.initdb import initialise
from embedded.secret import kept_secret

_SOCKET_NAME_MAX = 107 - len("/.s.PGSQL.5432.lock")
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    # statements and DETAIL lines carry people's data
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    socket: Path
    password: str = field(repr=False)
    programs: Path
    pid: int

    def url(self, database: str = "postgres") -> str:
        """For SQLAlchemy."""
        return self._url("postgresql+asyncpg", database)

    def dsn(self, database: str = "postgres") -> str:
        """For asyncpg and libpq."""
        return self._url("postgresql", database)

    def _url(self, scheme: str, database: str) -> str:
        return f"{scheme}://postgres:{self.password}@/{database}?host={quote(str(self.socket), safe='/')}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What `psql` prints for one statement, unaligned and without headers."""
        done = subprocess.run(
            [self.programs / "psql", "-XAtq", "--set=ON_ERROR_STOP=1", database, "postgres"],
            input=statement,
            capture_output=True,
            text=True,
            check=False,
            env={"PGHOST": str(self.socket), "PGPASSWORD": self.password, "PGCLIENTENCODING": "UTF8"},
        )
        if done.returncode:
            raise LaunchError(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.strip()

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Makes the database unless it is there; returns its SQLAlchemy URL."""
        if not self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608 - names are ours
            self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)


@contextmanager
def running(folder: Path, *, fast: bool = False) -> Iterator[Postgres]:
    """The server of `folder`. `fast` is for tests: no durability, and the data go at the end."""
    ground = stand(folder, trial=fast)
    server, child = start(folder, ground, fast=fast)
    try:
        yield server
    finally:
        stop(child)
        if fast:
            ground.clear()


def start(folder: Path, ground: Ground, *, fast: bool = False) -> tuple[Postgres, subprocess.Popen[bytes]]:
    """Starts the server on existing data or makes new data, and waits until it takes connections."""
    password = kept_secret(folder / "password")
    data = ground.home / "data"
    if not data.exists():
        initialise(ground, password, fast=fast)
    _settle(data)
    socket = _socket_folder(ground)
    _configure(data, socket, fast=fast)
    log = folder / "postgres.log"
    child = process.start(
        [str(ground.programs / "postgres"), "-D", str(data)], log=log, stop=signal.SIGINT, uid=ground.uid
    )
    process.wait_until(lambda: _is_ready(data, child.pid), child, name="PostgreSQL", log=log, within=120)
    return Postgres(socket, password, ground.programs, child.pid), child


def stop(child: subprocess.Popen[bytes]) -> None:
    """A fast shutdown: sessions are cut, nothing committed is lost, even if it had to be killed."""
    process.stop(child, signal.SIGINT, within=30)


def _configure(data: Path, socket: Path, *, fast: bool) -> None:
    settings = _SETTINGS | (_FAST if fast else _DURABLE) | {"unix_socket_directories": str(socket)}
    (data / "postgresql.conf").write_text(
        "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    )
    (data / "pg_hba.conf").write_text("local all all scram-sha-256\n")


def _socket_folder(ground: Ground) -> Path:
    path = ground.home / "socket"
    if len(os.fsencode(path)) > _SOCKET_NAME_MAX:  # the kernel's bound on socket names
        path = Path(tempfile.gettempdir()) / f"postgres-{os.geteuid()}-{ground.home.stat().st_ino}"
    shutil.rmtree(path, ignore_errors=True)
    return ground.give(path, mode=0o700)


def _is_ready(data: Path, pid: int) -> bool:
    lines = _pid_file(data)
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _settle(data: Path) -> None:
    """Waits for what a kill left of the old server, then forgets it: its pid may be anybody's by now."""
    deadline = time.monotonic() + 30
    while left := _processes_in(data):
        if time.monotonic() > deadline:
            raise AlreadyRunning(f"PostgreSQL of {data} is already running (pid {left[0]}); stop it first")
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _processes_in(data: Path) -> list[int]:
    """Every process of a PostgreSQL server has its data folder as working directory."""
    return [
        process.pid
        for process in psutil.process_iter(["name", "cwd"])
        if process.info["name"] == "postgres" and process.info["cwd"] == str(data.resolve())
    ]
