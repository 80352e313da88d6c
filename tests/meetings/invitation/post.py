"""What a meeting's people find in their mail, and other services hear."""

from email.message import EmailMessage
from typing import Any

from icalendar import Calendar
from sqlalchemy import delete, select

from kit.events import Envelope
from kit.mail.relay import message_of
from kit.mail.tables import Mail
from kit.outbox.tables import OutboxEvent
from meetings.invitation.background import remind_of_meetings, tell_of_meetings
from tests.meetings.hall import Hall


async def told(hall: Hall) -> dict[str, EmailMessage]:
    """The job does its work; the mails it wrote by reader, which are taken out of the box."""
    async with hall.app.state.database.session() as session:
        await tell_of_meetings.work(session, hall.app)
    return await taken(hall)


async def taken(hall: Hall) -> dict[str, EmailMessage]:
    async with hall.app.state.database.session() as session:
        rows = list(await session.scalars(select(Mail).order_by(Mail.id)))
        await session.execute(delete(Mail))
        return {row.recipient: message_of(row, hall.app.state.settings) for row in rows}


async def reminded(hall: Hall) -> None:
    async with hall.app.state.database.session() as session:
        await remind_of_meetings.work(session, hall.app)


async def heard(hall: Hall) -> list[tuple[str, dict[str, Any]]]:
    """Topic and content of each event so far, which are taken away."""
    async with hall.app.state.database.session() as session:
        rows = list(await session.scalars(select(OutboxEvent).order_by(OutboxEvent.id)))
        await session.execute(delete(OutboxEvent))
        return [(row.topic.split(".")[1], Envelope.model_validate_json(row.body).data) for row in rows]


def words_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body
    return str(body.get_content())


def calendar_of(message: EmailMessage) -> tuple[str, Any]:
    """The method in the mail's header and the event, which the attached file has too."""
    part = next(one for one in message.walk() if one.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "invite.ics"
    assert attached.get_content() == content
    whole = Calendar.from_ical(content)  # type: ignore[arg-type]
    assert part.get_param("method") == str(whole["method"])
    (event,) = whole.events
    return str(whole["method"]), event
