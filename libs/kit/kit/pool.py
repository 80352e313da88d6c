"""Connections of a pool that still lead to the database.

SQLAlchemy's own way asks before every use: three round trips (BEGIN, nothing, ROLLBACK), a twelfth of a request's work.
That the database ended a connection is known without asking; only one that lay still for long may be lost in silence,
as firewalls forget them.

A burst opens many. Those nobody uses afterwards are closed: each holds three to four MiB of the server's memory.
"""

import asyncio
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

QUIET_SECONDS = 5.0
UNUSED_SECONDS = 30.0
LOOK_SECONDS = 5.0
"""At the most this much later are they closed."""
LEFT = "left"


def watch(engine: Engine) -> None:
    failures = engine.dialect.loaded_dbapi.Error
    unused = Unused()

    def left(connection: Any, record: Any) -> None:
        if connection is not None:
            record.info[LEFT] = monotonic()
            unused.add(record)

    def taken(connection: Any, record: Any, _taker: Any) -> None:
        unused.discard(record)
        if LEFT not in record.info:
            return  # just made
        quiet = monotonic() - record.info[LEFT] > QUIET_SECONDS
        if connection.driver_connection.is_closed() or (quiet and not _answers(connection, failures)):
            raise InvalidatePoolError

    event.listen(engine, "checkin", left)
    event.listen(engine, "checkout", taken)


class Unused:
    """Those in the pool, the longest unused first; each is closed when its time has come."""

    def __init__(self) -> None:
        self._records: dict[ConnectionPoolEntry, None] = {}
        self._looks = False

    def add(self, record: ConnectionPoolEntry) -> None:
        self.discard(record)
        self._records[record] = None
        if not self._looks:
            self._wait()

    def discard(self, record: ConnectionPoolEntry) -> None:
        self._records.pop(record, None)

    def _wait(self) -> None:
        self._looks = True
        asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        self._looks = False
        latest = monotonic() - UNUSED_SECONDS
        for record in list(self._records):
            if record.info.get(LEFT, latest) > latest:
                break
            self.discard(record)
            record.invalidate()
        if self._records:
            self._wait()


def _answers(connection: Any, failures: type[Exception]) -> bool:
    try:
        connection.ping()
    except failures:
        return False
    return True
