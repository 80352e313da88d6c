"""The supervisor under test, from outside."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.embedded.waiting import family, until


class TinySupervisor:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "tests.embedded.tiny.supervise", str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.urls: dict[str, str] = json.loads(self.process.stdout.readline())

    @property
    def pid(self) -> int:
        return self.process.pid

    def who(self, name: str) -> dict[str, Any]:
        answer: dict[str, Any] = httpx.get(self.urls[name], timeout=10).json()
        return answer

    def state(self, name: str) -> dict[str, Any]:
        states = json.loads((self.folder / "status.json").read_text())
        return next(state for state in states if state["name"] == name)

    def until_state(self, name: str, **wanted: Any) -> dict[str, Any]:
        until(lambda: wanted.items() <= self.state(name).items())
        return self.state(name)

    def family(self) -> list[int]:
        return family(self.pid)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
