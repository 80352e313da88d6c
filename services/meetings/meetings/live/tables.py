from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class Presence(Identified, Base):
    """One connection of a participant, from its coming to its going: who is there now, and who was for how long.

    `seen_at` is renewed while the connection lives, so that of a process that died the time present is known.
    """

    __tablename__ = "presence"
    __table_args__ = (
        Index(None, "meeting_id", "joined_at"),
        Index("ix_presence_now", "meeting_id", postgresql_where=text("left_at IS NULL")),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    inside: Mapped[bool]
    """Not in the lobby any more."""
    joined_at: Mapped[datetime]
    """When it came in, or into the lobby."""
    seen_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    microphone: Mapped[bool] = mapped_column(default=False)
    camera: Mapped[bool] = mapped_column(default=False)
    screen: Mapped[bool] = mapped_column(default=False)
    hand_at: Mapped[datetime | None]
    """Since when the hand is raised: the speaking order."""
    floor_at: Mapped[datetime | None]
    """Since when the floor is this person's."""


class ChatMessage(Identified, Base):
    __tablename__ = "chat_message"
    __table_args__ = (Index(None, "meeting_id", "id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    said_at: Mapped[datetime]
    text: Mapped[str]
