from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class Mail(Identified, Base):
    """A mail to send, written in the transaction that is its reason. What it says is erased once it is sent."""

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_waiting", "due_at", postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL")),
        Index(None, "created_at"),
    )

    recipient: Mapped[str]
    subject: Mapped[str]
    plain: Mapped[str]
    html: Mapped[str]
    calendar: Mapped[str] = mapped_column(default="")
    """What a calendar takes from it (RFC 5545); empty: nothing."""
    calendar_method: Mapped[str] = mapped_column(default="")
    """REQUEST or CANCEL (RFC 5546)."""
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Not worth sending later: the link in it has expired."""
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
