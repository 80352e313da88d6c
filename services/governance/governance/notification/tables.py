from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class Notification(Identified, Base):
    """The text `notification.<kind>` filled with `values`, and `path`, the page to see to it."""

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint("mail IN ('', 'at_once', 'digest')", name="mail"),
        Index(None, "person_id", "id"),
        Index("ix_notification_unread", "person_id", "id", postgresql_where=text("read_at IS NULL")),
        Index(
            "ix_notification_to_mail",
            "person_id",
            "id",
            postgresql_where=text("mail <> '' AND mailed_at IS NULL AND read_at IS NULL"),
        ),
        Index(None, "created_at"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    values: Mapped[dict[str, Any]]
    path: Mapped[str]
    mail: Mapped[str] = mapped_column(default="")
    """How it goes out by mail unless it is read before; empty: not at all."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class NotificationWish(Versioned, Base):
    """What a person wants by mail; `choices` by topic, those not named are as usual."""

    __tablename__ = "notification_wish"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    choices: Mapped[dict[str, Any]] = mapped_column(JSONB())


class NotificationMailing(Base):
    """When a person was last written to at once: the next mail waits a while and takes what has come together."""

    __tablename__ = "notification_mailing"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mailed_at: Mapped[datetime]
