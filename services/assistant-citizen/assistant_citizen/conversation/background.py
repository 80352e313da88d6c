"""What conversations need before anybody is answered, and what is done by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.erasing import erase_old
from assistant_citizen.conversation.limits import Limits
from kit.jobs import every


@asynccontextmanager
async def limits_are_kept(app: FastAPI) -> AsyncIterator[None]:
    app.state.limits = Limits(app.state.redis)
    yield


@every(timedelta(minutes=10), name="erase-old-conversations")
async def erase_old_conversations(session: AsyncSession, app: FastAPI) -> None:
    await erase_old(session, app.state.clock() - timedelta(days=app.state.settings.conversation_days))
