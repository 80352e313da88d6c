"""Contents that nobody knows of: of papers removed a day ago, and of what was sent or printed by a transaction that did
not come to its end. The store is the whole service's: what any of its features names stays."""

from collections.abc import Collection
from datetime import datetime, timedelta

from fastapi import FastAPI
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.files.sweeping import Known, sweep
from kit.jobs import every
from meetings.minutes.tables import Minutes, MinutesEdition
from meetings.paper.tables import Paper, PaperVersion

AGE = timedelta(days=1)
HOLDERS = (PaperVersion.digest, Minutes.digest, MinutesEdition.digest)
"""Every column of the service by which a content is found again."""


@every(timedelta(hours=6), name="sweep-papers")
async def sweep_papers(session: AsyncSession, app: FastAPI) -> None:
    if not app.state.settings.files_url:
        return
    before = app.state.clock() - AGE
    await sweep(session, app.state.files, before, _known_since(before))
    over = Paper.removed_at < before, Paper.swept.is_(False)
    await session.execute(update(Paper).where(*over).values(swept=True))


def _known_since(moment: datetime) -> Known:
    async def known(session: AsyncSession, digests: Collection[str]) -> set[str]:
        living = select(PaperVersion.digest).join(Paper, Paper.id == PaperVersion.paper_id)
        living = living.where(or_(Paper.removed_at.is_(None), Paper.removed_at >= moment))
        papers = await session.scalars(living.where(PaperVersion.digest.in_(digests)))
        others = [column for column in HOLDERS if column is not PaperVersion.digest]
        named = [await session.scalars(select(column).where(column.in_(digests))) for column in others]
        return {*papers, *(digest for rows in named for digest in rows)}

    return known
