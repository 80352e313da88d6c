"""Files that nobody knows of: their transaction did not come to its end, their last attachment was taken away, or the
sheet was taken over.
"""

from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.attachment.tables import Attachment
from governance.roster.tables import RosterImport
from kit.intake import PENDING
from kit.jobs import every

AGE = timedelta(days=1)
"""Longer than any request: what has just been put may be about to get its attachment."""
AT_ONCE = 500


@every(timedelta(hours=6), name="sweep-files")
async def sweep_files(session: AsyncSession, app: FastAPI) -> None:
    if not app.state.settings.files_url:
        return
    seen: list[str] = []
    async for digest in app.state.files.kept_before(app.state.clock() - AGE):
        seen.append(digest)
        if len(seen) >= AT_ONCE:
            await _sweep(session, app, seen)
            seen.clear()
    await _sweep(session, app, seen)


async def _sweep(session: AsyncSession, app: FastAPI, digests: list[str]) -> None:
    known = set(await session.scalars(select(Attachment.digest).where(Attachment.digest.in_(digests))))
    waiting = RosterImport.digest.in_(digests), RosterImport.state.in_(PENDING)
    known |= set(await session.scalars(select(RosterImport.digest).where(*waiting)))
    for digest in digests:
        if digest not in known:
            await app.state.files.remove(digest)
