from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs import every
from lgsp_gateway.recovery import service


@every(timedelta(hours=1), name="old-password-links")
async def forget_old(session: AsyncSession, app: FastAPI) -> None:
    await service.forget_old(session, app.state.clock())
