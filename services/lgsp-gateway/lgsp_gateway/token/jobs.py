from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs import every
from lgsp_gateway.token.service import keep_house


@every(timedelta(minutes=10), name="signing-keys")
async def keys_and_revocations(session: AsyncSession, app: FastAPI) -> None:
    await keep_house(session, app.state.authority, app.state.clock())
