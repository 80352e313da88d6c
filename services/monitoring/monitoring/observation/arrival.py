"""A file of observations that was sent, put in line."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.files import Files
from kit.intake import Sent, put_in_line
from monitoring.indicator.queries import get_indicator
from monitoring.observation.reporter import Reporter
from monitoring.observation.tables import ObservationImport


async def receive(session: AsyncSession, files: Files, caller: Caller, sent: Sent, now: datetime) -> ObservationImport:
    """Its content is looked at in the background; the field `code`: the one indicator it is for."""
    upload, code = sent.file(), sent.fields.get("code") or None
    if code is not None:
        code = (await get_indicator(session, code)).code
    reporter = Reporter.of(caller)
    row = ObservationImport(
        code=code, everywhere=reporter.everywhere, recorded_by=reporter.name, added=0, corrected=0, same=0
    )
    return await put_in_line(session, files, upload, row, caller, now)
