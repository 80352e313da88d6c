"""The child that reads files of others: python -I -m analytics.load.child, its task as JSON on its standard input.

It knows no secret, is bounded in memory and time, and writes only into the folders it was given. It tells how far it
is in lines of JSON; the last line is what it made, or why it cannot.
"""

import json
import os
import resource
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import duckdb

from analytics.load import taking
from analytics.load.source import Refused

MEMORY = "384MB"
"""What DuckDB holds before it goes to disk; the rest of the process comes on top."""
ADDRESSES = 8 << 30
SECONDS_OF_CPU = 3600
PATIENT = 2
"""Niceness: whoever waits for a page goes first, but who waits for a load waits too."""
PACE = 0.5
ZONE = "Asia/Ho_Chi_Minh"


def confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_CPU, SECONDS_OF_CPU))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(PATIENT)


def connected(temp: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={
            "threads": 2,
            "memory_limit": MEMORY,
            "temp_directory": str(temp),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
    )
    connection.execute(f"SET TimeZone = '{ZONE}'")
    return connection


def tell(**facts: Any) -> None:
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n")
    sys.stdout.buffer.flush()


def peak_kib() -> int:
    """Of this process alone: what getrusage tells begins with the memory of the one that started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


class Telling:
    """Tells how many percent are done, but not more often than somebody looks."""

    def __init__(self) -> None:
        self._percent, self._at = 0, 0.0

    def __call__(self, percent: int) -> None:
        if percent > self._percent and monotonic() - self._at > PACE:
            self._percent, self._at = percent, monotonic()
            tell(state="running", percent=percent)


def main() -> None:
    task = json.load(sys.stdin.buffer)
    confine()
    connection = connected(Path(task["temp"]))
    try:
        made = taking.take(connection, task, Telling())
        tell(state="done", peak_kib=peak_kib(), **made)
    except Refused as refused:
        tell(state="refused", reason=refused.code, params=refused.params)
    except (duckdb.OutOfMemoryException, MemoryError):
        tell(state="refused", reason="load-memory", params={})
    except duckdb.Error as error:
        tell(state="failed", kind=type(error).__name__)  # its words may hold what is in the file


if __name__ == "__main__":
    main()
