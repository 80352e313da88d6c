"""Starting and ending programs so that none outlives the one that started it."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from embedded.errors import LaunchError

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def die_with_parent(how: signal.Signals, parent: int) -> None:
    """Called in a new process: the kernel sends it `how` when `parent` is gone, however that came."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(how))
    if os.getppid() != parent:
        os.kill(os.getpid(), how)


def start(  # noqa: PLR0913 - these are the facts of a process
    argv: list[str],
    *,
    log: Path,
    stop: signal.Signals = signal.SIGTERM,
    uid: int | None = None,
    stdin: str | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """A process in a group of its own (a terminal's Ctrl-C passes it by), tied to this one's life.

    `uid` is also its only group. What it prints goes to `log`, which starts empty.
    """
    parent = os.getpid()
    with log.open("wb") as output:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            process_group=0,
            user=uid,
            group=uid,
            extra_groups=None if uid is None else [],
            cwd="/",
            # after the change of user, which would clear the parent-death signal
            preexec_fn=lambda: die_with_parent(stop, parent),  # noqa: PLW1509 - nothing here has threads
        )
    if process.stdin and stdin is not None:
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(stdin.encode())
    return process


def stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM, *, within: float) -> None:
    """Asks, waits `within` seconds, then kills the whole group."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], *, name: str, log: Path, within: float
) -> None:
    """Returns once `ready()`; LaunchError with its last words if it ends first or takes longer."""
    deadline = time.monotonic() + within
    while not ready():
        if process.poll() is not None:
            raise LaunchError(f"{name} stopped while starting: {last_words(log)}")
        if time.monotonic() > deadline:
            stop(process, within=5)
            raise LaunchError(f"{name} was not ready within {within:.0f} s: {last_words(log)}")
        time.sleep(0.02)


def last_words(log: Path) -> str:
    """The last lines that name an error, else the last line, of a log file."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    if any("No space left on device" in line for line in lines):
        return "no space left on the disk; free some and start again"
    grave = [line for line in lines if "FATAL" in line or "ERROR" in line.upper()]
    return f"{(grave or lines or ['it said nothing'])[-1]} (log: {log})"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
