"""Whoever has to hear of a meeting does, in the background.

A process may die anywhere here. Mails and events are rows, written in one transaction with the mark that they were:
both are there or neither. They leave one a transaction (kit.mail, kit.outbox): whoever dies between the mail server's
yes and noting it sends that one mail a second time, at most, with the same Message-ID, UID and sequence, so calendars
show the meeting once.
"""

from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs import every
from meetings.invitation import queries
from meetings.invitation.news import tell_soon
from meetings.invitation.telling import tell_due
from meetings.meeting.tables import Meeting

SOON = timedelta(minutes=15)
AT_ONCE = 100


@every(timedelta(seconds=2), name="tell-of-meetings", when=queries.UNTOLD)
async def tell_of_meetings(session: AsyncSession, app: FastAPI) -> None:
    await tell_due(session, app, app.state.clock())


@every(timedelta(seconds=30), name="remind-of-meetings")
async def remind_of_meetings(session: AsyncSession, app: FastAPI) -> None:
    """Once of each beginning; of a meeting that was put off, again."""
    for meeting in await queries.soon(session, app.state.clock(), SOON, AT_ONCE):
        await tell_soon(session, meeting, await queries.ever_invited(session, meeting.id))
        noted = update(Meeting).where(Meeting.id == meeting.id).values(reminded_of=meeting.starts_at)
        await session.execute(noted.execution_options(synchronize_session=False))
