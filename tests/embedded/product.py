"""The whole product as `make run` starts it, in a folder and on ports of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

import psutil

from embedded.folder import read_status
from embedded.process import free_port
from tests.embedded.waiting import family

NEIGHBOURS = "http://localhost:*"
"""Other sites that may show the citizens' assistant."""


def embedded(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command to its end, as `run` when something is in the way."""
    command = [sys.executable, "-m", "embedded", "--folder", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)


class Product:
    """`models`: whether they are trained, which takes a while; `settings`: of its processes. `said` is what it printed
    until it was ready."""

    def __init__(self, folder: Path, bus: str = "redis", *, models: bool = False, **settings: str) -> None:
        self.folder = folder
        self.said = ""
        self.port = free_port()
        _choose_ports(folder)
        command = [sys.executable, "-m", "embedded", "--folder", str(folder), "run"]
        command += ["--port", str(self.port), "--bus", bus]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "TRAIN_MODELS": str(models), **settings}
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._process.communicate()

    def until_ready(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self.said += line
            if "is ready" in line:
                return
        raise AssertionError(self.said)

    def processes(self) -> dict[str, int]:
        """By name of child."""
        return {one["name"]: one["pid"] for one in read_status(self.folder) if one["pid"]}

    def family(self) -> list[int]:
        return [self._process.pid, *family(self._process.pid)]

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        if self._process.poll() is None:
            psutil.Process(self._process.pid).send_signal(how)
        return self._process.wait(60)


def _choose_ports(folder: Path) -> None:
    """Of what opens its port itself: two products that begin at once would both find the usual one free."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = folder / "ports.json"
    if not known.exists():
        known.write_text(json.dumps({name: free_port() for name in ("smtp", "gateway inside")}))
