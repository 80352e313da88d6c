"""What the gateway tells of people who may not sign in any more."""

from sqlalchemy import and_, delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from kit.consumer import Consumer, Received
from kit.contracts.lgsp_gateway import AccountLocked
from meetings.calendar.tables import CalendarFeed

consumer = Consumer("meetings")


@consumer.on(AccountLocked)
async def locked(session: AsyncSession, events: list[Received[AccountLocked]]) -> None:
    """The secret address ends; one that was made since, after the account was opened again, stays."""
    feed = CalendarFeed
    meant = [and_(feed.account_id == one.event.account_id, feed.created_at <= one.time) for one in events]
    await session.execute(delete(feed).where(or_(*meant)))
