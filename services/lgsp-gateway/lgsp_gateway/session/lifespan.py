"""What signing in needs, made when the gateway starts; after the access tokens' (`token.authority`)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs import every
from lgsp_gateway.account import attempts
from lgsp_gateway.session import service
from lgsp_gateway.session.entrance import Entrance
from lgsp_gateway.session.swap import Sessions


@asynccontextmanager
async def sign_in(app: FastAPI) -> AsyncIterator[None]:
    settings, database = app.state.settings, app.state.database
    app.state.entrance = Entrance(settings, database)
    app.state.sessions = Sessions(settings, app.state.authority, database)
    yield


@every(timedelta(minutes=10), name="old-sessions")
async def forget_old(session: AsyncSession, app: FastAPI) -> None:
    now = app.state.clock()
    await service.forget_old(session, now)
    await attempts.forget_old(session, now)
