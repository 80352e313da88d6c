"""A forked process that serves at sockets, as its supervisor keeps it."""

import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from embedded.child import Child
from embedded.forked import Forked
from embedded.ports import BACKLOG, refuse

_NOTICEABLE_SECONDS = 1.0


def served(folder: Path, name: str, listeners: Sequence[socket.socket], work: Callable[[], None]) -> Child:
    """What serves at `listeners`, once started; `folder` is where logs are kept."""
    log = log_of(folder, name)

    def spawn() -> Forked:
        for listener in listeners:
            listener.listen(BACKLOG)
        return Forked(work, log)

    def rest(seconds: float) -> None:
        if seconds > _NOTICEABLE_SECONDS:
            for listener in listeners:
                refuse(listener)

    return Child(name, spawn, log, rest=rest)


def log_of(folder: Path, name: str) -> Path:
    logs = folder / "log"
    logs.mkdir(exist_ok=True)
    return logs / f"{name}.log"
