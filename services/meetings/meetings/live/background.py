"""Who is seen, who has not been for too long, and who may not be there any more."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import func, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs import every
from kit.shutdown import ended
from meetings.hub.hub import Letter
from meetings.live.queries import GONE, list_silent, marks_of
from meetings.live.tables import Presence

log = logging.getLogger(__name__)
SEEN_SECONDS = 10


@asynccontextmanager
async def presence_is_seen(app: FastAPI) -> AsyncIterator[None]:
    seeing = asyncio.create_task(_see(app), name="presence")
    try:
        yield
    finally:
        await ended(seeing)


async def _see(app: FastAPI) -> None:
    while True:
        await asyncio.sleep(SEEN_SECONDS)
        try:
            await look_round(app)
        except (SQLAlchemyError, OSError) as error:
            log.warning("presence waits: the database does not answer", extra={"error": type(error).__name__})


async def look_round(app: FastAPI) -> None:
    """Notes which connections this process holds, in one statement. Whoever's meeting, invitation or link is another
    than when their place was decided looks again: also when nobody told them, or the word was lost on its way."""
    clients = app.state.hub.clients()
    connections = [client.connection for client in clients]
    async with app.state.database.session() as session:
        mine = Presence.id.in_(connections), Presence.left_at.is_(None)
        seen = func.greatest(Presence.joined_at, app.state.clock())
        await session.execute(update(Presence).where(*mine).values(seen_at=seen))
        marks = await marks_of(session, connections)
    for client, connection in zip(clients, connections, strict=True):
        if marks.get(connection) != client.mark:
            client.reconsider.set()


@every(timedelta(seconds=10), name="presence-of-the-gone")
async def forget_gone(session: AsyncSession, app: FastAPI) -> None:
    """Connections of a process that died: they were there until they were last seen. Those held here are seen first,
    whatever the clock has done since."""
    await look_round(app)
    gone = await list_silent(session, app.state.clock() - GONE)
    for presence in gone:
        presence.left_at = max(presence.seen_at, presence.joined_at)
    await session.flush()
    told = [Letter(one.meeting_id, {"type": "went", "connection": one.id}, to="everybody") for one in gone]
    await app.state.hub.send(told)
