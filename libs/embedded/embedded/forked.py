"""A child made by fork: it begins with everything its parent has imported, and runs one function."""

import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from embedded.process import fresh_log
from kit.lifeline import die_with_parent

_POLL_SECONDS = 0.02


class Forked:
    """Runs `work` in a child of its own process group that dies with its parent; what it prints goes to `log`."""

    def __init__(self, work: Callable[[], object], log: Path) -> None:
        if threading.active_count() > 1:
            raise RuntimeError("fork with threads running: their locks would stay locked in the child")
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self._code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _live(work, log, parent)

    def poll(self) -> int | None:
        """The exit code, negative for a signal, or None while it runs."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"pid {self.pid}", timeout or 0)
            time.sleep(_POLL_SECONDS)
        return code

    def send_signal(self, how: int) -> None:
        os.kill(self.pid, how)


def _live(work: Callable[[], object], log: Path, parent: int) -> None:
    """Never returns: the child must not run on in its parent's code."""
    code = 1
    try:
        os.setpgid(0, 0)
        # a service is safe to kill at any moment; nothing gentler is sure to end it
        die_with_parent(signal.SIGKILL, parent)
        _forget_parent(log)
        work()
        code = 0
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else 1
    except BaseException:  # noqa: BLE001 - this is the end of the process
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _forget_parent(log: Path) -> None:
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(how, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    with fresh_log(log) as output, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
