from collections import deque
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID, uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import BaseModel, Field

from kit.text import nfc


class Mail(BaseModel):
    id: UUID = Field(default_factory=uuid4)
    received_at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    sender: str
    recipients: list[str]
    subject: str
    text: str
    html: str
    calendar: str = ""
    calendar_method: str = ""
    headers: dict[str, str]


class Box:
    """The newest mails, newest first; the oldest fall out. Fed by aiosmtpd as its handler."""

    def __init__(self, max_messages: int) -> None:
        self.mails: deque[Mail] = deque(maxlen=max_messages)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.mails.appendleft(_read(content, envelope.mail_from or "", envelope.rcpt_tos))
        return "250 Message accepted for delivery"

    def find(self, mail_id: UUID) -> Mail | None:
        return next((mail for mail in self.mails if mail.id == mail_id), None)

    def to(self, recipient: str) -> list[Mail]:
        return [mail for mail in self.mails if not recipient or recipient.lower() in map(str.lower, mail.recipients)]


def _read(content: bytes, sender: str, recipients: list[str]) -> Mail:
    message = message_from_bytes(content, policy=policy.default)
    return Mail(
        sender=sender,
        recipients=recipients,
        subject=nfc(str(message["subject"] or "")),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        **_calendar(message),
        headers={name: str(value) for name, value in message.items()},
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return nfc(str(part.get_content())) if part else ""


def _calendar(message: EmailMessage) -> dict[str, str]:
    """Of an invitation: its iCalendar object, and what it asks."""
    part = next((one for one in message.walk() if one.get_content_type() == "text/calendar"), None)
    if part is None:
        return {}
    content = part.get_payload(decode=True)
    text = content.decode(errors="replace") if isinstance(content, bytes) else ""
    return {"calendar": nfc(text), "calendar_method": str(part.get_param("method") or "")}
