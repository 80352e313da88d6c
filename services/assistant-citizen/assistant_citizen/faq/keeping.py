"""Frequent questions in the memory of each process, as they are in the database within seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from fastapi import FastAPI

from assistant_citizen.faq import queries
from assistant_citizen.faq.matching import Often
from kit.db import Database
from kit.following import followed

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
    async with followed(partial(kept.look, app.state.database), LOOK_SECONDS, "frequent questions"):
        yield
