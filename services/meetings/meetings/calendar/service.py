"""The secret address of a person's meetings: made, renewed, taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from meetings.calendar.secret import digest_of, new_token
from meetings.calendar.tables import CalendarFeed


async def renew(session: AsyncSession, caller: Caller, language: str, now: datetime) -> str:
    """What stands in the new address, told this once; the old one is no more."""
    token = new_token()
    told = {"digest": digest_of(token), "username": caller.username, "language": language, "created_at": now}
    row = insert(CalendarFeed).values(account_id=UUID(caller.subject), **told)
    await session.execute(row.on_conflict_do_update(index_elements=["account_id"], set_=told))
    return token


async def revoke(session: AsyncSession, caller: Caller) -> None:
    await session.execute(delete(CalendarFeed).where(CalendarFeed.account_id == UUID(caller.subject)))
