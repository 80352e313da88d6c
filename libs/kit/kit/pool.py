"""Connections of a pool that still lead to the database.

SQLAlchemy's own way asks before every use: three round trips (BEGIN, nothing, ROLLBACK), a twelfth of a request's work.
That the database ended a connection is known without asking; only one that lay still for long may be lost in silence,
as firewalls forget them.
"""

from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

QUIET_SECONDS = 5.0
LEFT = "left"


def watch(engine: Engine) -> None:
    failures = engine.dialect.loaded_dbapi.Error

    def left(_connection: Any, record: Any) -> None:
        record.info[LEFT] = monotonic()

    def taken(connection: Any, record: Any, _taker: Any) -> None:
        if LEFT not in record.info:
            return  # just made
        quiet = monotonic() - record.info[LEFT] > QUIET_SECONDS
        if connection.driver_connection.is_closed() or (quiet and not _answers(connection, failures)):
            raise InvalidatePoolError

    event.listen(engine, "checkin", left)
    event.listen(engine, "checkout", taken)


def _answers(connection: Any, failures: type[Exception]) -> bool:
    try:
        connection.ping()
    except failures:
        return False
    return True
