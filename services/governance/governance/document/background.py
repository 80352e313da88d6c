from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from governance.document import service
from kit.jobs import every


@every(timedelta(days=1), name="forget-document-submissions")
async def forget_submissions(session: AsyncSession, app: FastAPI) -> None:
    await service.forget_submissions(session, app.state.clock())
