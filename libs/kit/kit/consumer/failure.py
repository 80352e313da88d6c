"""Is it the event's fault, or is something down?"""

from types import TracebackType

import httpx
from redis.exceptions import ConnectionError as RedisLost
from redis.exceptions import TimeoutError as RedisLate
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from kit.errors import Problem, StaleEdit, TooMany, Unavailable

OUTAGES = (OSError, NoConnection, RedisLost, RedisLate, httpx.TransportError, Unavailable, TooMany)
OF_FILES = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError)
OUTAGE_STATES = ("08", "40", "53", "55P03", "57", "58")
"""SQLSTATE: connection lost, serialisation or deadlock, out of resources, lock not had, shut down, system error."""


class Unreadable(Problem):
    """Not an event this service understands: another try cannot change that."""

    status, code = 422, "event-unreadable"


def is_outage(error: BaseException) -> bool:
    """Whether the same event would go through once something else works again."""
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        return error.connection_invalidated or state.startswith(OUTAGE_STATES)
    return isinstance(error, OUTAGES) and not isinstance(error, OF_FILES)


def is_final(error: BaseException) -> bool:
    """A domain problem will be there at the next try too, unless somebody was merely quicker."""
    return isinstance(error, Problem) and not isinstance(error, StaleEdit)


def code_of(error: BaseException) -> str:
    if isinstance(error, Problem):
        return error.code
    if isinstance(error, DBAPIError) and error.orig is not None:
        return f"{type(error).__name__} {getattr(error.orig, 'sqlstate', '')}".strip()
    return type(error).__name__


def place_of(error: BaseException) -> str:
    """`module:line` of the innermost code that is not a library's; of what is unreadable, the fields."""
    if isinstance(error, Unreadable):
        return str(error.params["fields"])
    place, step = "", error.__traceback__
    while step is not None:
        if "site-packages" not in step.tb_frame.f_code.co_filename:
            place = _place(step)
        step = step.tb_next
    return place


def _place(step: TracebackType) -> str:
    return f"{step.tb_frame.f_globals.get('__name__', '')}:{step.tb_lineno}"
