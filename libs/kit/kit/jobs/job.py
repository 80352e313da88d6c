"""A job is a plain function with a name and a period."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

Work = Callable[[AsyncSession, FastAPI], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    period: timedelta
    work: Work


def every(period: timedelta, *, name: str) -> Callable[[Work], Job]:
    """`@every(timedelta(hours=1), name="erase-expired")` above `async def erase(session, app)`.

    The work runs in the transaction that also moves its due time: all of it happened, or none.
    """

    def wrap(work: Work) -> Job:
        return Job(name, period, work)

    return wrap
