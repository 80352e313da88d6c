"""Waiting for what will come, and doing what was not done yet, while platforms may be away for a moment."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 120.0
"""For anything at all: a platform that was killed, a bus that was away and comes back."""
PAUSE_SECONDS = 0.1
AWAY_SECONDS = 1.0
"""Before looking again where a platform did not answer: what it was doing then is done, or will not be."""
PASSING = frozenset({404, 409, 429})
"""Not there yet, changed meanwhile, asked too often: worth another try with fresh eyes."""
ARRIVING = ('"code":"task-party-unknown"',)
"""Agencies come by events, and may still be on their way to a platform that has just begun."""


class Away(Exception):
    """A platform did not answer, or said that it cannot just now; whether it did what was asked is not known."""


class Refused(Exception):
    """A platform understood and said no."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status}: {said}")
        self.status = status
        self.passing = status in PASSING or any(code in said for code in ARRIVING)


class TookTooLong(Exception):
    """What should have come did not."""


def until(look: Callable[[], T | None], what: str, seconds: float = SECONDS, pause: float = PAUSE_SECONDS) -> T:
    """The first thing that is there. `what`: said when nothing came."""
    deadline, reason = time.monotonic() + seconds, ""
    while True:
        rest = pause
        try:
            if found := look():
                return found
        except Away as error:
            reason, rest = str(error), max(pause, AWAY_SECONDS)
        except Refused as error:
            if not error.passing:
                raise
            reason = str(error)
        if time.monotonic() > deadline:
            raise TookTooLong(f"{what}: {reason}" if reason else what)
        time.sleep(rest)


def ensured(look: Callable[[], T | None], act: Callable[[], object], what: str) -> T:
    """What is there, else what is there after acting. Before acting once more it is looked again: so what was done,
    though the answer got lost, is not done twice."""

    def looked() -> T | None:
        found = look()
        if not found:
            act()
            found = look()
        return found

    return until(looked, what)
