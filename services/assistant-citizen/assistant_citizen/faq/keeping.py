"""Frequent questions in the memory of each process, as they are in the database within seconds."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from fastapi import FastAPI

from assistant_citizen.faq import queries
from assistant_citizen.faq.matching import Often
from kit.db import Database
from kit.shutdown import ended

log = logging.getLogger(__name__)
LOOK_SECONDS = 3.0


class Kept:
    """`app.state.faqs`."""

    def __init__(self) -> None:
        self.often = Often()
        self._state: tuple[int, datetime | None] = (0, None)

    async def look(self, database: Database) -> None:
        async with database.session() as session:
            if (state := await queries.state(session)) == self._state:
                return
            entries = await queries.list_entries(session)
        self.often = await asyncio.to_thread(Often, entries)
        self._state = state


@asynccontextmanager
async def faqs_are_known(app: FastAPI) -> AsyncIterator[None]:
    app.state.faqs = kept = Kept()
    with suppress(Exception):  # a database that is away now is looked at again
        await kept.look(app.state.database)
    task = asyncio.create_task(_follow(kept, app.state.database), name="frequent questions that are known")
    try:
        yield
    finally:
        await ended(task)


async def _follow(kept: Kept, database: Database) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await kept.look(database)
        except Exception:
            log.warning("frequent questions could not be looked up", exc_info=True)
