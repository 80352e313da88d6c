"""Services started as their containers are: the same command, the same environment, other hosts."""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from embedded.postgres import Postgres, url_at
from embedded.process import free_port
from tests.deploy.compose.reading import ROOT

SECONDS = 240
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
HOST = re.compile(r"(?<=http://)([a-z-]+:\d+)")


@dataclass
class Machine:
    """`compose` with its values in place; `urls` stand in for those of servers: {"REDIS_URL": …}."""

    compose: dict[str, Any]
    postgres: Postgres
    folder: Path
    urls: Mapping[str, str]
    more: Mapping[str, str] = field(default_factory=dict)
    _ports: dict[str, int] = field(default_factory=dict)

    def port(self, place: str) -> int:
        """That stands for `analytics:8000`."""
        return self._ports.setdefault(place, free_port())

    def environment(self, name: str) -> dict[str, str]:
        told = {variable: self._here(value) for variable, value in self._told(name).items()}
        given = {"PATH": os.environ["PATH"], "SERVICE": name, **self.more, **told}
        given |= {variable: self.urls[variable] for variable in self.urls.keys() & told.keys()}
        if "FILES_URL" in told:
            given["FILES_URL"] = (self.folder / "files" / name).as_uri()
        if "INTERNAL_PORT" in told:
            given |= {"INTERNAL_HOST": "127.0.0.1", "INTERNAL_PORT": str(self.port(f"{name}:8001"))}
        given |= {"LISTEN_HOST": "127.0.0.1", "LISTEN_PORT": str(self.port(f"{name}:8000"))}
        if "ORIGIN" in told:
            given["ORIGIN"] = self.origin
        return given

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port('lgsp-gateway:8000')}"

    def _told(self, name: str) -> dict[str, str]:
        found: dict[str, str] = self.compose["services"][name].get("environment", {})
        return found

    def _here(self, value: str) -> str:
        if value.startswith("postgresql+asyncpg://"):
            url = urlsplit(value)
            return url_at(self.postgres.socket, url.username or "", url.password or "", url.path[1:])
        return HOST.sub(lambda found: f"127.0.0.1:{self.port(found[1])}", value)

    def make_databases(self) -> None:
        """The one-shot step before the migrations."""
        given = self._told("databases") | {"PGHOST": str(self.postgres.socket), "PGPASSWORD": self.postgres.password}
        path = {"PATH": f"{self.postgres.ground.programs}:{os.environ['PATH']}"}
        subprocess.run(["sh", ROOT / "deploy/compose/databases.sh"], env=given | path, check=True, timeout=60)

    def once(self, name: str, *, command: Sequence[str] = (), service: str = "") -> str:
        """What a one-shot container says, to its end. `command`: another one in the environment of `service`."""
        argv = [sys.executable, *(command or self.compose["services"][name]["command"])[1:]]
        given = self.environment(service or name)
        done = subprocess.run(
            argv, env=given, cwd=tempfile.gettempdir(), capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
        return done.stdout

    @contextmanager
    def running(self, *names: str) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
        """All of them at once, until each is healthy by the image's own check."""
        started: dict[str, subprocess.Popen[bytes]] = {}
        try:
            for name in names:
                started[name] = self._start(name)
            for name, process in started.items():
                self._wait(name, process)
            yield started
        finally:
            for process in started.values():
                process.terminate()
            for process in started.values():
                process.wait(20)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        command = self.compose["services"][name].get("command") or json.loads(
            re.findall(r"(?m)^CMD (.+)$", DOCKERFILE)[0]
        )
        with self.log(name).open("wb") as log:
            return subprocess.Popen(
                [sys.executable, *command[1:]],
                env=self.environment(name),
                cwd=tempfile.gettempdir(),
                stdout=log,
                stderr=log,
            )

    def _wait(self, name: str, process: subprocess.Popen[bytes]) -> None:
        check, given = [sys.executable, "-I", "-S", str(ROOT / "deploy" / "alive.py")], self.environment(name)
        until = time.monotonic() + SECONDS
        _listening(int(given["LISTEN_PORT"]), process, until)
        while subprocess.run(check, env=given, check=False).returncode:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{name} is not healthy: {self.log(name).read_text()[-2000:]}")
            time.sleep(0.2)


def _listening(port: int, process: subprocess.Popen[bytes], until: float) -> None:
    """To try a port costs nothing, each check is a process of its own."""
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
