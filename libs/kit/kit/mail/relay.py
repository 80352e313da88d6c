"""The mail server the province gives us: smtp://user:password@host:port?starttls=yes, or smtps://."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from kit.mail.tables import Mail
from kit.settings import Settings

TIMEOUT_SECONDS = 8
CALENDAR_FILE = "invite.ics"
PORTS = {"smtp": 25, "smtps": 465}


class RefusedForGood(Exception):
    """The server will not take this mail however often it is offered."""


@dataclass(frozen=True, slots=True)
class Relay:
    host: str
    port: int
    username: str | None
    password: str | None
    tls: bool
    starttls: bool | None
    """None: if the server offers it."""

    @classmethod
    def of(cls, url: str) -> "Relay":
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("SMTP_URL must be like smtp://user:password@host:587?starttls=yes")
        wish = parse_qs(parts.query).get("starttls", [""])[0].lower()
        return cls(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            tls=parts.scheme == "smtps",
            starttls={"yes": True, "1": True, "no": False, "0": False}.get(wish),
        )

    async def send(self, message: EmailMessage) -> None:
        try:
            await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.username,
                password=self.password,
                use_tls=self.tls,
                start_tls=False if self.tls else self.starttls,
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            if all(refusal.code >= 500 for refusal in error.recipients):
                raise RefusedForGood from error
            raise
        except aiosmtplib.SMTPDataError as error:
            if error.code >= 500:
                raise RefusedForGood from error
            raise


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """Always with the same Message-ID, so that a mail sent twice by accident arrives as one."""
    name = f"{settings.province.name} · {settings.service}"
    message = EmailMessage()
    message["From"] = formataddr((name, settings.mail_from))
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.plain)
    message.add_alternative(mail.html, subtype="html")
    if mail.calendar:
        _add_calendar(message, mail)
    return message


def _add_calendar(message: EmailMessage, mail: Mail) -> None:
    """Twice (RFC 6047): as an alternative for mail programs that offer to answer, as a file for all others."""
    told = mail.calendar.encode()
    message.add_alternative(told, maintype="text", subtype="calendar", params=_calendar_params(mail))
    message.add_attachment(told, maintype="application", subtype="ics", filename=CALENDAR_FILE)


def _calendar_params(mail: Mail) -> dict[str, str]:
    return {"method": mail.calendar_method, "charset": "utf-8"}
