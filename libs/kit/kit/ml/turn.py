"""Services that share a machine train one after the other: seven at once leave nothing for who waits for a page."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(path: Path | None) -> Iterator[bool]:
    """Whether it is ours. It ends with the process that has it; without a `path` everybody has one."""
    if path is None:
        yield True
        return
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
