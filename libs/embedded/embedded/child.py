"""A process that is wanted: what dies is started again, later and later while it keeps dying."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from embedded import process as processes
from embedded.errors import LaunchError
from embedded.process import Process

FIRST_REST_SECONDS = 0.1
LONGEST_REST_SECONDS = 15.0
HEALTHY_SECONDS = 30.0
"""One that lived this long is taken as sound again."""


@dataclass
class Child:
    """`spawn` makes the process; `rest` is called when it will stay down for `seconds` before the next try."""

    name: str
    spawn: Callable[[], Process]
    log: Path
    how: signal.Signals = signal.SIGTERM
    deadline: float = 10
    rest: Callable[[float], None] = lambda _: None
    process: Process | None = None
    restarts: int = 0
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    last_exit: str | None = None
    _failures: int = 0
    _started: float = 0
    _due: float = 0

    def start(self) -> None:
        self.process = self.spawn()
        self._started = time.monotonic()
        self.since = datetime.now(UTC)

    def look(self) -> bool:
        """Buries a dead process, starts the next when its time has come; true when something changed."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            return code is not None and self._bury(code, now)
        if now < self._due:
            return False
        try:
            self.start()
        except (OSError, LaunchError) as error:
            self._bury_unborn(error, now)
        self.restarts += 1
        return True

    def _bury(self, code: int, now: float) -> bool:
        self._failures = 1 if now - self._started > HEALTHY_SECONDS else self._failures + 1
        self.last_exit = f"exit {code}" if code >= 0 else signal.Signals(-code).name
        self._lie_down(now)
        return True

    def _bury_unborn(self, error: Exception, now: float) -> None:
        self._failures += 1
        self.last_exit = str(error)
        self._lie_down(now)

    def _lie_down(self, now: float) -> None:
        self.process = None
        self.since = datetime.now(UTC)
        seconds = min(FIRST_REST_SECONDS * 4 ** (self._failures - 1), LONGEST_REST_SECONDS)
        self._due = now + seconds
        self.rest(seconds)

    def ask_to_stop(self) -> None:
        if self.process is not None:
            processes.ask(self.process, self.how)

    def end(self) -> None:
        if self.process is not None:
            processes.end(self.process, within=self.deadline)
            self.process = None

    def state(self) -> dict[str, str | int | None]:
        return {
            "name": self.name,
            "state": "running" if self.process else "restarting",
            "pid": self.process.pid if self.process else None,
            "restarts": self.restarts,
            "since": self.since.isoformat(timespec="seconds"),
            "last_exit": self.last_exit,
        }
