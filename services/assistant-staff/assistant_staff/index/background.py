"""What waits is fetched within seconds; a rebuild goes page by page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from time import monotonic

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.index import service
from assistant_staff.owner.errors import OwnerAway
from assistant_staff.owner.machine import Machine
from kit.jobs import every

LONGEST_ROUND = 20.0
"""Seconds of one run of a job."""


@asynccontextmanager
async def machine_is_known(app: FastAPI) -> AsyncIterator[None]:
    app.state.machine = Machine(app.state.owners, app.state.settings)
    yield


@every(timedelta(seconds=1), name="fetch-indexed", when=service.WAITING)
async def fetch(_: AsyncSession, app: FastAPI) -> None:
    began = monotonic()
    while monotonic() - began < LONGEST_ROUND:
        async with app.state.database.session() as session:
            if not await service.fetch_some(session, app.state.machine, app.state.clock()):
                return


@every(timedelta(seconds=2), name="rebuild-index", when=service.UNFINISHED)
async def walk(_: AsyncSession, app: FastAPI) -> None:
    began = monotonic()
    while monotonic() - began < LONGEST_ROUND:
        async with app.state.database.session() as session:
            try:
                if not await service.walk(session, app.state.machine, app.state.clock()):
                    return
            except OwnerAway:
                return
