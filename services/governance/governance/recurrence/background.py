from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from governance.recurrence.service import open_due
from kit.jobs import every


@every(timedelta(minutes=10), name="open-recurring-tasks")
async def open_recurring(session: AsyncSession, app: FastAPI) -> None:
    await open_due(session, app.state.clock())
