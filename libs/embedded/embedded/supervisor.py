"""One process that starts the others, keeps them running and stops them in order."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from embedded.child import Child
from embedded.process import bound_log

_ENDINGS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


class Supervisor:
    """Each `add` is a tier: tiers stop in reverse, the children of one all at once. `status` tells their state."""

    def __init__(self, status: Path, say: Callable[[str], None] = print) -> None:
        self._tiers: list[list[Child]] = []
        self._status = status
        self._say = say

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leaves no process."""
        while self._tiers:
            tier = self._tiers.pop()
            for child in tier:
                child.ask_to_stop()
            for child in tier:
                child.end()
        self._write()

    def children(self) -> Iterator[Child]:
        return (child for tier in self._tiers for child in tier)

    def add(self, *children: Child) -> None:
        """Takes over those that run already and starts the others."""
        tier: list[Child] = []
        self._tiers.append(tier)
        for child in children:
            tier.append(child)
            if child.process is None:
                child.start()
        self._write()

    def attend(self) -> None:
        """From here signals are not delivered but asked for in `step`, so that none comes at a bad moment."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS | {signal.SIGCHLD})

    def step(self, seconds: float) -> bool:
        """Waits at most `seconds` for a death or a signal and sees to it; false when it is time to stop."""
        came = signal.sigtimedwait(_ENDINGS | {signal.SIGCHLD}, seconds)
        if came is not None and came.si_signo in _ENDINGS:
            return False
        changed = [child for child in self.children() if child.look()]
        for child in changed:
            self._say(f"{child.name}: {_news(child)}")
        if changed:
            self._write()
        return True

    def step_or_interrupt(self, seconds: float) -> None:
        """For what is under way and must be given up when it is time to stop."""
        if not self.step(seconds):
            raise KeyboardInterrupt

    def run(self) -> None:
        """Until a signal asks to stop."""
        while self.step(0.5):
            for child in self.children():
                with suppress(OSError):
                    bound_log(child.log)

    def _write(self) -> None:
        fresh = self._status.with_suffix(".new")
        with suppress(OSError):  # a full disk must not end what runs
            fresh.write_text(json.dumps([child.state() for child in self.children()], indent=1))
            fresh.replace(self._status)


def _news(child: Child) -> str:
    if child.process is None:
        return f"ended ({child.last_exit}), starts again; its log is {child.log}"
    return f"started again (pid {child.process.pid})"
