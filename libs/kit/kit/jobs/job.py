"""A job is a plain function with a name and a period."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

Work = Callable[[AsyncSession, FastAPI], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    period: timedelta
    work: Work
    when: Select[Any] | None = None


def every(period: timedelta, *, name: str, when: Select[Any] | None = None) -> Callable[[Work], Job]:
    """`@every(timedelta(hours=1), name="erase-expired")` above `async def erase(session, app)`.

    The work runs in the transaction that also moves its due time: all of it happened, or none. `when`: the rows it is
    there for; while there are none it is not begun, so that a job that looks every second costs next to nothing.
    """

    def wrap(work: Work) -> Job:
        return Job(name, period, work, when)

    return wrap
