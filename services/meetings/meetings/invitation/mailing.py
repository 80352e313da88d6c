"""An invitation, its change or its cancellation as a mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit import mail
from meetings.invitation.ical import Sender, address, calendar, event_of
from meetings.invitation.saying import Saying
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant

LASTING = timedelta(days=2)
Kind = Literal["called", "changed", "cancelled"]


@dataclass(frozen=True)
class Letter:
    kind: Kind
    meeting: Meeting
    reader: Participant
    chair: Participant | None
    said: Saying
    sequence: int


async def mail_letter(session: AsyncSession, app: FastAPI, letter: Letter, now: datetime) -> None:
    """Not sent any more once the meeting is over."""
    said = letter.said
    await mail.write(
        session,
        app,
        "invitation/mail/letter",
        to=letter.reader.email,
        subject=f"invitation.subject_{letter.kind}",
        language=letter.reader.language,
        now=now,
        lasting=min(LASTING, letter.meeting.ends_at - now),
        calendar=_part(app, letter, now),
        kind=letter.kind,
        name=letter.reader.name,
        title=said.title,
        said=said,
        starts=said.starts_at,
        ends=said.ends_at,
        reason=letter.meeting.cancelled_reason if letter.meeting.state == "cancelled" else "",
        guest=letter.reader.role == "guest",
    )


def _part(app: FastAPI, letter: Letter, now: datetime) -> mail.CalendarPart:
    cancelled = letter.kind == "cancelled"
    method: Literal["REQUEST", "CANCEL"] = "CANCEL" if cancelled else "REQUEST"
    event = event_of(letter.said, now, letter.sequence, cancelled=cancelled)
    chair = letter.chair
    sender = Sender(chair.name if chair else "", chair.email if chair else "", app.state.settings.mail_from)
    address(event, sender, letter.reader, app.state.translations.translator(letter.reader.language))
    return mail.CalendarPart(method, calendar([event], method=method))
