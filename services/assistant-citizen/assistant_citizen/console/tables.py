from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned

FLAGS = ("unanswered", "rated")
QUESTION_STATES = ("open", "labelled", "dismissed")


class CitizenQuestion(Identified, Versioned, Base):
    """A question, masked, that was not answered or whose answer was rated badly; it goes with its conversation."""

    __tablename__ = "citizen_question"
    __table_args__ = (
        UniqueConstraint("message_id"),
        CheckConstraint(f"flag IN {FLAGS}", name="flag"),
        CheckConstraint(f"state IN {QUESTION_STATES}", name="state"),
        Index(None, "state", "asked_at", "id"),
    )

    message_id: Mapped[UUID] = mapped_column(ForeignKey("conversation_message.id", ondelete="CASCADE"))
    """Of the reply."""
    flag: Mapped[str]
    text: Mapped[str]
    folded: Mapped[str]
    before: Mapped[dict[str, Any]]
    """The context it was asked in: procedure and aspect of the turn before."""
    kind: Mapped[str]
    """Of the reply."""
    guessed_intent: Mapped[str | None]
    guessed_procedure_id: Mapped[UUID | None]
    guessed_aspect: Mapped[str | None]
    confidence: Mapped[float | None]
    reason: Mapped[str | None]
    """Why the answer was bad, as the citizen said."""
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    intent: Mapped[str | None]
    procedure_id: Mapped[UUID | None]
    aspect: Mapped[str | None]
    labelled_by: Mapped[str | None]
    labelled_at: Mapped[datetime | None]
