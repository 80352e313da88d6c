"""The run folder: who holds it, what it says of the running whole, and how it is emptied."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from embedded.errors import AlreadyRunning, LaunchError
from embedded.ground import stand
from embedded.installation import STATUS

LEAST_FREE = 512 << 20
_LOCK = "lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder is ours until the end; children hold it with us, so none is left when it is free."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / _LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"already running ({_holder(lock)}); stop it first with Ctrl-C there") from None
        lock.truncate(0)
        lock.write(f"pid {os.getpid()}")
        lock.flush()
        yield


def _holder(lock: Any) -> str:
    lock.seek(0)
    return lock.read() or "starting"


def check_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        raise LaunchError(
            f"the disk of {folder} is full: {free >> 20} MiB free, {LEAST_FREE >> 20} MiB needed; free some first"
        )


def read_status(folder: Path) -> list[dict[str, Any]]:
    """The state of every process, or nothing when none runs."""
    try:
        with held(folder):
            return []
    except AlreadyRunning:
        file = folder / STATUS
        states: list[dict[str, Any]] = json.loads(file.read_text()) if file.exists() else []
        return states


def reset(folder: Path) -> None:
    """Removes all data, secrets and logs of an installation that does not run."""
    if not folder.exists():
        return
    with held(folder):
        stand(folder / "postgres").clear()
        shutil.rmtree(folder)
