"""Sheets that wait, and those that ended long ago: what was wrong in them names people, so it is not kept for ever."""

from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from governance.roster.service import INTAKE
from governance.roster.tables import RosterImport
from kit.jobs import every

AGE = timedelta(days=30)


@every(timedelta(seconds=1), name="import-rosters", when=INTAKE.waiting)
async def import_waiting(_: AsyncSession, app: FastAPI) -> None:
    await INTAKE.run(app)


@every(timedelta(hours=6), name="forget-roster-imports")
async def forget_imports(session: AsyncSession, app: FastAPI) -> None:
    await session.execute(delete(RosterImport).where(RosterImport.finished_at < app.state.clock() - AGE))
