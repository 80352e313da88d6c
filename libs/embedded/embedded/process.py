"""Starting and ending programs so that none outlives the one that started it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from embedded.errors import LaunchError
from kit.lifeline import die_with_parent

_GRAVE = re.compile(r"FATAL|PANIC|ERROR|[Ee]rror:|Exception:")


class Process(Protocol):
    """What a started program (Popen) and a forked child have in common."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, how: int) -> None: ...


def start(
    argv: list[str],
    *,
    log: Path,
    stop: signal.Signals = signal.SIGTERM,
    uid: int | None = None,
    stdin: str | None = None,
) -> subprocess.Popen[bytes]:
    """A process in a group of its own (a terminal's Ctrl-C passes it by), tied to this one's life.

    `uid` is also its only group. What it prints goes to `log`; the log before it is kept as `.1`.
    """
    parent = os.getpid()

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        die_with_parent(stop, parent)  # after the change of user, which would clear it

    with fresh_log(log) as output:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
            user=uid,
            group=uid,
            extra_groups=None if uid is None else [],
            cwd="/",
            preexec_fn=prepare,  # noqa: PLW1509 - it takes no lock
        )
    if process.stdin and stdin is not None:
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(stdin.encode())
    return process


def stop(process: Process, how: signal.Signals = signal.SIGTERM, *, within: float) -> None:
    """Asks, waits `within` seconds, then kills; whatever else is left of its group is killed as well."""
    ask(process, how)
    end(process, within=within)


def ask(process: Process, how: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(how)


def end(process: Process, *, within: float) -> None:
    """Of one that was asked to stop."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(within)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(ready: Callable[[], bool], process: Process, *, name: str, log: Path, within: float = 120) -> None:
    """Returns once `ready()`; LaunchError with its last words if it ends first or takes longer."""
    deadline = time.monotonic() + within
    while not ready():
        if process.poll() is not None:
            raise LaunchError(f"{name} stopped while starting: {last_words(log)}")
        if time.monotonic() > deadline:
            raise LaunchError(f"{name} was not ready within {within:.0f} s: {last_words(log)}")
        time.sleep(0.02)


def last_words(log: Path) -> str:
    """Of the end of a log file, the last line that names an error, else the last line."""
    lines = [line.strip() for line in log.read_text(errors="replace")[-8000:].splitlines() if line.strip()]
    if any("No space left on device" in line for line in lines):
        return "no space left on the disk; free some and start again"
    grave = [line for line in lines if _GRAVE.search(line)]
    return f"{(grave or lines or ['it said nothing'])[-1]} (log: {log})"


def fresh_log(log: Path) -> BinaryIO:
    """An empty log, to be appended to; the one before is kept beside it."""
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))
    return log.open("ab")


def bound_log(log: Path, most: int = 16 << 20) -> None:
    """Keeps a growing log within twice `most` bytes, while its writer goes on."""
    if log.stat().st_size > most:
        shutil.copy(log, log.with_name(f"{log.name}.1"))
        os.truncate(log, 0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
