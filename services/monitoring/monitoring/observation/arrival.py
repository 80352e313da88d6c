"""A file of observations that was sent: kept, and put in line."""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.files import Files
from kit.sheet import Upload
from kit.sheet.reading import MOST_BYTES
from monitoring.indicator.queries import get_indicator
from monitoring.observation.errors import ImportsWaiting
from monitoring.observation.reporter import Reporter
from monitoring.observation.tables import ObservationImport

LONGEST_NAME = 200
MOST_WAITING = 10
"""Files of one person: they are read one by one, and others wait too."""
PENDING = ("waiting", "running")


async def receive(
    session: AsyncSession, files: Files, caller: Caller, upload: Upload, code: str | None, now: datetime
) -> ObservationImport:
    """Its content is looked at in the background; `code`: the one indicator it is for."""
    if code is not None:
        code = (await get_indicator(session, code)).code
    await _refuse_many(session, caller.subject)
    kept = await files.keep(_once(upload.data), most=MOST_BYTES)
    reporter = Reporter.of(caller)
    counts = dict.fromkeys(("rows_total", "rows_done", "added", "corrected", "same", "wrong_total"), 0)
    made = ObservationImport(
        state="waiting",
        file_name=upload.name[-LONGEST_NAME:],
        digest=kept.digest,
        code=code,
        subject=caller.subject,
        agency=reporter.agency,
        everywhere=reporter.everywhere,
        recorded_by=reporter.name,
        wrong=[],
        created_at=now,
        **counts,
    )
    session.add(made)
    await session.flush()
    return made


async def _refuse_many(session: AsyncSession, subject: str) -> None:
    mine = ObservationImport.subject == subject, ObservationImport.state.in_(PENDING)
    if (await session.scalar(select(func.count()).where(*mine)) or 0) >= MOST_WAITING:
        raise ImportsWaiting(most=MOST_WAITING)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
