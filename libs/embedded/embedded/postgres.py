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
from contextlib import contextmanager, suppress
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
_DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # files of the log that can be used again: to make a new one holds every commit up for tens of milliseconds
    "min_wal_size": "512MB",
    "max_wal_size": "2GB",
}
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    # a test opens a dozen connections, and each would hash its password four thousand times
    "scram_iterations": "1",
}
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
    """A started server."""

    socket: Path
    password: str = field(repr=False)
    ground: Ground = field(repr=False)
    log: Path = field(repr=False)
    process: subprocess.Popen[bytes] = field(repr=False)

    def url(self, database: str = "postgres", *, role: str = "postgres", password: str = "") -> str:
        """For SQLAlchemy."""
        return url_at(self.socket, role, password or self.password, database)

    def dsn(self, database: str = "postgres") -> str:
        """For asyncpg and libpq."""
        return self.url(database).replace("+asyncpg", "", 1)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What `psql` prints for one statement, unaligned and without headers."""
        done = subprocess.run(
            [self.ground.programs / "psql", "-XAtq", "--set=ON_ERROR_STOP=1", database, "postgres"],
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

    def give_database(self, name: str, password: str) -> str:
        """A database that only the role of the same name may enter; returns its SQLAlchemy URL."""
        if not self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):  # noqa: S608
            self.sql(f'CREATE ROLE "{name}" LOGIN')
        self.create_database(name)
        self.sql(f"""
            ALTER ROLE "{name}" PASSWORD '{password}';
            ALTER DATABASE "{name}" OWNER TO "{name}";
            REVOKE ALL ON DATABASE "{name}" FROM PUBLIC
        """)
        return self.url(name, role=name, password=password)

    def wait(self) -> None:
        """Until it takes connections."""
        data = self.ground.home / "data"
        pid = str(self.process.pid)
        process.wait_until(lambda: _is_ready(data, pid), self.process, name="PostgreSQL", log=self.log)

    def stop(self) -> None:
        """A fast shutdown: sessions are cut, nothing committed is lost, even if it had to be killed."""
        process.stop(self.process, signal.SIGINT, within=30)


@contextmanager
def running(folder: Path, *, fast: bool = False) -> Iterator[Postgres]:
    """The server of `folder`. `fast` is for tests: no durability, and the data go at the end."""
    server = start(folder, fast=fast)
    try:
        server.wait()
        yield server
    finally:
        server.stop()
        if fast:
            server.ground.clear()


def start(folder: Path, *, fast: bool = False) -> Postgres:
    """Starts the server on existing data, or makes new data first; `wait` says when it is ready."""
    ground = stand(folder, trial=fast)
    data = ground.home / "data"
    _settle(data)
    if not (folder / "password").exists():
        _set_aside(data)
    password = kept_secret(folder / "password")
    if not data.exists():
        initialise(ground, password, fast=fast)
    socket = _socket_folder(ground)
    _configure(data, socket, fast=fast)
    log = folder / "postgres.log"
    argv = [str(ground.programs / "postgres"), "-D", str(data)]
    child = process.start(argv, log=log, stop=signal.SIGINT, uid=ground.uid)
    return Postgres(socket, password, ground, log, child)


def url_at(socket: Path, role: str, password: str, database: str) -> str:
    return f"postgresql+asyncpg://{role}:{password}@/{database}?host={quote(str(socket), safe='/')}"


def socket_of(ground: Ground) -> Path:
    """Where the server of this ground listens."""
    path = ground.home / "socket"
    if len(os.fsencode(path)) > _SOCKET_NAME_MAX:  # the kernel's bound on socket names
        path = Path(tempfile.gettempdir()) / f"postgres-{os.geteuid()}-{ground.home.stat().st_ino}"
    return path


def _configure(data: Path, socket: Path, *, fast: bool) -> None:
    settings = _SETTINGS | (_FAST if fast else _DURABLE) | {"unix_socket_directories": str(socket)}
    (data / "postgresql.conf").write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
    (data / "pg_hba.conf").write_text("local all all scram-sha-256\n")


def _socket_folder(ground: Ground) -> Path:
    path = socket_of(ground)
    shutil.rmtree(path, ignore_errors=True)
    return ground.give(path, mode=0o700)


def _is_ready(data: Path, pid: str) -> bool:
    """The eighth line of the pid file is the server's state."""
    with suppress(FileNotFoundError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        return len(lines) > 7 and lines[0] == pid and lines[7].strip() == "ready"
    return False


def _settle(data: Path) -> None:
    """Waits for what a kill left of the old server, then forgets it: its pid may be anybody's by now."""
    deadline = time.monotonic() + 30
    while left := _processes_in(data):
        if time.monotonic() > deadline:
            raise AlreadyRunning(f"PostgreSQL of {data} is already running (pid {left[0]}); stop it first")
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _set_aside(data: Path) -> None:
    """Whoever removed the folder removed the key to the data: they begin anew, and the old are kept once."""
    abandoned = data.with_name("data.abandoned")
    if data.exists():
        shutil.rmtree(abandoned, ignore_errors=True)
        data.rename(abandoned)


def _processes_in(data: Path) -> list[int]:
    """Every process of a PostgreSQL server has its data folder as working directory."""
    return [
        process.pid
        for process in psutil.process_iter(["name", "cwd"])
        if process.info["name"] == "postgres" and process.info["cwd"] == str(data.resolve())
    ]
