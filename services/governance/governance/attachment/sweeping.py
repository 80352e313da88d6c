"""Files that nobody knows of: their transaction did not come to its end, their last attachment was taken away, or the
sheet was taken over.
"""

from collections.abc import Collection
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.attachment.tables import Attachment
from governance.roster.tables import RosterImport
from kit.files.sweeping import sweep
from kit.intake import PENDING
from kit.jobs import every

AGE = timedelta(days=1)
"""Longer than any request: what has just been put may be about to get its attachment."""


@every(timedelta(hours=6), name="sweep-files")
async def sweep_files(session: AsyncSession, app: FastAPI) -> None:
    if app.state.settings.files_url:
        await sweep(session, app.state.files, app.state.clock() - AGE, known)


async def known(session: AsyncSession, digests: Collection[str]) -> set[str]:
    attached = await session.scalars(select(Attachment.digest).where(Attachment.digest.in_(digests)))
    waiting = RosterImport.digest.in_(digests), RosterImport.state.in_(PENDING)
    return {*attached, *await session.scalars(select(RosterImport.digest).where(*waiting))}
