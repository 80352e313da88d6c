"""Libraries that try again many times a second say the same as often: to say it once a minute is enough."""

import logging
from logging import LogRecord
from time import monotonic

SECONDS = 60.0
MOST_KEPT = 256
NOISY = "aiokafka"
"""It has no pause between tries that one could set, and a logger for each of its parts."""


class Repeats(logging.Filter):
    """The first line of a kind passes at once, later ones one in SECONDS, with the number left out in between.

    A kind: the same words of the same logger, about the same sort of error.
    """

    def __init__(self, name: str = NOISY) -> None:
        super().__init__(name)
        self._seen: dict[tuple[str, ...], tuple[float, int]] = {}

    def filter(self, record: LogRecord) -> bool:
        if record.levelno < logging.WARNING or not super().filter(record):
            return True
        kind, now = _kind(record), monotonic()
        until, left_out = self._seen.get(kind, (0.0, 0))
        if now < until:
            self._seen[kind] = until, left_out + 1
            return False
        if len(self._seen) >= MOST_KEPT:
            self._seen.clear()
        self._seen[kind] = now + SECONDS, 0
        if left_out:
            record.left_out = left_out
        return True


def _kind(record: LogRecord) -> tuple[str, ...]:
    given = record.args if isinstance(record.args, tuple) else ()
    errors = [type(one).__name__ for one in given if isinstance(one, BaseException)]
    return (record.name, str(record.msg), *errors)
