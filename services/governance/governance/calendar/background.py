from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar.service import name_basis, write_year
from kit.clock import local_day
from kit.jobs import every


@every(timedelta(hours=12), name="write-holidays")
async def write_holidays(session: AsyncSession, app: FastAPI) -> None:
    """Of last year, this one and the next two: deadlines are set that far ahead."""
    now = app.state.clock()
    this = local_day(now).year
    for year in range(this - 1, this + 3):
        if not await write_year(session, year, now):
            await name_basis(session, year)
