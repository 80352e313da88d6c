"""A sheet that was sent, put in line."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.reach import PROVINCE
from governance.roster.columns import What
from governance.roster.tables import RosterImport
from kit.auth import Caller
from kit.files import Files
from kit.intake import put_in_line
from kit.sheet import Upload


async def receive(
    session: AsyncSession, files: Files, caller: Caller, upload: Upload, what: What, now: datetime, *, dry_run: bool
) -> RosterImport:
    row = RosterImport(
        what=what, dry_run=dry_run, everywhere=PROVINCE in caller.scopes, created=0, changed=0, unchanged=0
    )
    return await put_in_line(session, files, upload, row, caller, now)
