"""DuckDB for what the service itself wants to know, never for what others wrote. It is loaded when the first question
comes: until then nobody pays for its memory.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from analytics.dataset.sql import listed

ZONE = "Asia/Ho_Chi_Minh"


class Interrupted(Exception):
    """It took too long, and was told to stop."""


@contextmanager
def connected(files: Sequence[str] | None = None, *, threads: int = 1, memory: str = "256MB") -> Iterator[Any]:
    """A DuckDBPyConnection. `files`: all it may read; None: whatever it is told to."""
    duckdb = import_module("duckdb")
    connection = duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": "",
            "python_enable_replacements": False,
            "autoload_known_extensions": False,
        }
    )
    try:
        connection.execute(f"SET TimeZone = '{ZONE}'")
        if files is not None:
            connection.execute(f"SET allowed_paths = {listed(files)}")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        yield connection
    except duckdb.InterruptException as error:
        raise Interrupted from error
    finally:
        connection.close()
