"""The way to the SFU, where there is one, and what has to be put right there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs import every
from kit.shutdown import ended
from meetings.sfu import service
from meetings.sfu.client import Rooms
from meetings.sfu.following import Following
from meetings.sfu.line import Lines

REMEMBERED = timedelta(days=2)
"""LiveKit gives up repeating long before."""


@asynccontextmanager
async def sfu_is_open(app: FastAPI) -> AsyncIterator[None]:
    app.state.sfu = None
    if app.state.settings.video != "livekit":
        yield
        return
    async with Rooms(app.state.settings) as rooms, Lines(app.state.settings) as lines:
        app.state.sfu, app.state.sfu_lines, app.state.video = rooms, lines, Following(app, rooms)
        app.state.hub.followed = app.state.video.follow
        following = asyncio.create_task(app.state.video.run(), name="sfu")
        try:
            yield
        finally:
            await ended(following)


@every(timedelta(seconds=20), name="sfu-put-right")
async def put_right(session: AsyncSession, app: FastAPI) -> None:
    """What a process that died, or a webhook that never came, left undone."""
    if app.state.sfu:
        await service.put_right(session, app.state.sfu)


@every(timedelta(hours=6), name="sfu-events")
async def forget_events(session: AsyncSession, app: FastAPI) -> None:
    await service.forget(session, app.state.clock() - REMEMBERED)
