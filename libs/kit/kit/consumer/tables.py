from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class ConsumedEvent(Base):
    """Its effects are in this database, or it is a dead letter: another delivery of it does nothing."""

    __tablename__ = "consumed_event"
    __table_args__ = (Index(None, "consumed_at"),)

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    consumed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DeadLetter(Identified, Base):
    """An event that could not be handled, until somebody replays or discards it.

    Of the failure only its code and place are kept: the words of an error may hold anything.
    """

    __tablename__ = "dead_letter"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'replayed', 'discarded')", name="status"),
        CheckConstraint("(status = 'waiting') = (settled_at IS NULL)", name="settled"),
        Index(None, "status", "id"),
    )

    event_id: Mapped[UUID] = mapped_column(unique=True)
    topic: Mapped[str]
    aggregate: Mapped[str]
    correlation_id: Mapped[str]
    body: Mapped[str]
    code: Mapped[str]
    """Of the problem, else the kind of error."""
    place: Mapped[str]
    """Where in the code it was raised, or which fields of the event are wrong."""
    tries: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    status: Mapped[str] = mapped_column(default="waiting", server_default="waiting")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
