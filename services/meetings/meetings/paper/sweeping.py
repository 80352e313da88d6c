"""The contents of papers that were removed go a day later; what others still have stays."""

from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs import every
from meetings.paper.tables import Paper, PaperVersion

AGE = timedelta(days=1)
AT_ONCE = 100


@every(timedelta(hours=6), name="sweep-papers")
async def sweep_papers(session: AsyncSession, app: FastAPI) -> None:
    if not app.state.settings.files_url:
        return
    over = select(Paper.id).where(Paper.removed_at < app.state.clock() - AGE, Paper.swept.is_(False))
    papers = list(await session.scalars(over.order_by(Paper.removed_at).limit(AT_ONCE)))
    digests = set(await session.scalars(select(PaperVersion.digest).where(PaperVersion.paper_id.in_(papers))))
    living = select(PaperVersion.digest).join(Paper, Paper.id == PaperVersion.paper_id)
    kept = set(await session.scalars(living.where(PaperVersion.digest.in_(digests), Paper.id.not_in(papers))))
    for digest in digests - kept:
        await app.state.files.remove(digest)
    await session.execute(update(Paper).where(Paper.id.in_(papers)).values(swept=True))
