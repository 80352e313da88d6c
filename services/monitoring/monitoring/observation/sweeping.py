"""Files that were sent: kept for a while, so that somebody can look at what was refused, then thrown away."""

from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.intake import PENDING
from kit.jobs import every
from monitoring.observation.tables import ObservationImport

AGE = timedelta(days=30)


@every(timedelta(hours=6), name="sweep-import-files")
async def sweep_files(session: AsyncSession, app: FastAPI) -> None:
    """Whoever sends the same file again puts it anew, so it counts as new."""
    if not app.state.settings.files_url:
        return
    pending = set(await session.scalars(select(ObservationImport.digest).where(ObservationImport.state.in_(PENDING))))
    async for digest in app.state.files.kept_before(app.state.clock() - AGE):
        if digest not in pending:
            await app.state.files.remove(digest)
