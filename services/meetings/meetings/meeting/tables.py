from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned
from meetings.room.tables import Room

State = Literal["planned", "running", "ended", "cancelled"]
STATES: tuple[State, ...] = ("planned", "running", "ended", "cancelled")


class Meeting(Identified, Versioned, Base):
    """`uid` and `sequence` are the calendar's: an update keeps the first and raises the second (RFC 5545, 3.8.4.7)."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'running', 'ended', 'cancelled')", name="state"),
        CheckConstraint("ends_at > starts_at", name="times"),
        Index(None, "starts_at", "id"),
        Index(None, "agency", "starts_at"),
        Index(None, "called_by"),
        Index(None, "origin_id", postgresql_where=text("origin_id IS NOT NULL")),
        Index("ix_meeting_to_tell", "id", postgresql_where=text("told_sequence <> sequence OR told_state <> state")),
    )

    agency: Mapped[str]
    """Who calls it."""
    title: Mapped[str]
    purpose: Mapped[str]
    folded: Mapped[str]
    """Title and purpose, for searching."""
    sort_key: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    lobby_minutes: Mapped[int]
    """How long before its time the door opens."""
    waiting: Mapped[str]
    """Whom the chair or secretary has to let in: nobody, guests or all."""
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey(Room.id), index=True)
    state: Mapped[str] = mapped_column(default="planned")
    quorum: Mapped[int]
    """Percent of the members who have to be there."""
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    origin_service: Mapped[str | None]
    origin_kind: Mapped[str | None]
    origin_id: Mapped[UUID | None]
    origin_path: Mapped[str | None]
    """The task or alert it was called about."""
    correlation_id: Mapped[str]
    called_by: Mapped[str]
    """Account."""
    called_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(default="")
    told_sequence: Mapped[int] = mapped_column(default=-1)
    """The sequence that those invited and other services know of; -1: none yet."""
    told_state: Mapped[str] = mapped_column(default="")
    reminded_of: Mapped[datetime | None]
    """The beginning that people were reminded of."""

    agenda: Mapped[list["AgendaItem"]] = relationship(order_by="AgendaItem.place", cascade="all, delete-orphan")


class AgendaItem(Identified, Base):
    __tablename__ = "agenda_item"
    __table_args__ = (Index(None, "meeting_id", "place"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    place: Mapped[int]
    title: Mapped[str]
    presenter: Mapped[str]
    """Name, as the invitation prints it."""
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
