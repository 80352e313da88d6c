from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from governance.task.reminder import remind
from kit.jobs import every


@every(timedelta(minutes=5), name="remind-of-tasks")
async def remind_of_tasks(session: AsyncSession, app: FastAPI) -> None:
    await remind(session, app.state.settings.task_reminders, app.state.clock())
