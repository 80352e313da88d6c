"""Procedures in the memory of each process, as they are in the database within seconds, and learning from them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.understanding import queries
from assistant_citizen.understanding.library import Library
from assistant_citizen.understanding.ranking import RANKING
from kit.db import Database
from kit.following import followed
from kit.jobs import every
from kit.ml.runs import FIRST
from kit.ml.tables import ModelTraining

LOOK_SECONDS = 2.0
ENOUGH, QUIET = 20, timedelta(minutes=1)
"""Procedures to learn from; after an import learning waits until it is over."""


class Kept:
    """`app.state.understanding`."""

    def __init__(self) -> None:
        self.library = Library()
        self._state: tuple[int, datetime | None] = (0, None)

    async def look(self, database: Database) -> None:
        """Takes over what was imported, changed or withdrawn since."""
        async with database.session() as session:
            state = await queries.state(session)
            if state == self._state:
                return
            since = self._state[1] if len(self.library) else None
            records, offered = await queries.list_records(session, since), await queries.list_offered(session)
        await asyncio.to_thread(self._take, records, offered)
        self._state = state

    def _take(self, records: queries.Records, offered: set[str]) -> None:
        self.library.put(records)
        self.library.remove(set(self.library.records) - offered)


@asynccontextmanager
async def procedures_are_known(app: FastAPI) -> AsyncIterator[None]:
    app.state.understanding = kept = Kept()
    async with followed(partial(kept.look, app.state.database), LOOK_SECONDS, "procedures"):
        yield


@every(timedelta(minutes=1), name="learning from imported procedures")
async def learn_from_imports(session: AsyncSession, app: FastAPI) -> None:
    """Once after each import, in the background, by the trainer."""
    count, changed = await queries.state(session)
    if count < ENOUGH or changed is None or app.state.clock() - changed < QUIET:
        return
    asked = await session.scalar(select(func.max(ModelTraining.asked_at)).where(ModelTraining.name == RANKING))
    busy = ModelTraining.status.in_(("waiting", "running"))
    under_way = select(ModelTraining.id).where(ModelTraining.name == RANKING, busy).limit(1)
    if (asked is None or asked < changed) and await session.scalar(under_way) is None:
        session.add(ModelTraining(name=RANKING, asked_by=FIRST, promotes=True))
