"""Files that were sent: kept for a while, so that somebody can look at what was refused, then thrown away."""

from collections.abc import Collection
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.files.sweeping import sweep
from kit.intake import PENDING
from kit.jobs import every
from monitoring.observation.tables import ObservationImport

AGE = timedelta(days=30)


@every(timedelta(hours=6), name="sweep-import-files")
async def sweep_files(session: AsyncSession, app: FastAPI) -> None:
    """Whoever sends the same file again puts it anew, so it counts as new."""
    if app.state.settings.files_url:
        await sweep(session, app.state.files, app.state.clock() - AGE, known)


async def known(session: AsyncSession, digests: Collection[str]) -> set[str]:
    waiting = ObservationImport.digest.in_(digests), ObservationImport.state.in_(PENDING)
    return set(await session.scalars(select(ObservationImport.digest).where(*waiting)))
