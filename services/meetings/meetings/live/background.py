"""Who is seen, and who has not been for too long."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs import every
from meetings.live.hub import Letter
from meetings.live.queries import GONE, list_silent
from meetings.live.tables import Presence

log = logging.getLogger(__name__)
SEEN_SECONDS = 10


@asynccontextmanager
async def presence_is_seen(app: FastAPI) -> AsyncIterator[None]:
    """Says every few seconds which connections this process holds, in one statement."""
    seeing = asyncio.create_task(_see(app), name="presence")
    try:
        yield
    finally:
        seeing.cancel()
        await asyncio.gather(seeing, return_exceptions=True)


async def _see(app: FastAPI) -> None:
    while True:
        await asyncio.sleep(SEEN_SECONDS)
        try:
            async with app.state.database.session() as session:
                mine = Presence.id.in_(app.state.hub.connections()), Presence.left_at.is_(None)
                await session.execute(update(Presence).where(*mine).values(seen_at=app.state.clock()))
        except (SQLAlchemyError, OSError) as error:
            log.warning("presence waits: the database does not answer", extra={"error": type(error).__name__})


@every(timedelta(seconds=10), name="presence-of-the-gone")
async def forget_gone(session: AsyncSession, app: FastAPI) -> None:
    """Connections of a process that died: they were there until they were last seen."""
    gone = await list_silent(session, app.state.clock() - GONE)
    for presence in gone:
        presence.left_at = presence.seen_at
    await session.flush()
    told = [Letter(one.meeting_id, {"type": "went", "connection": one.id}, to="everybody") for one in gone]
    await app.state.hub.send(told)
