from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class StaffConversation(Identified, Base):
    """One official's, nobody else's."""

    __tablename__ = "staff_conversation"
    __table_args__ = (Index(None, "account", "last_at"), Index(None, "last_at"))

    account: Mapped[str]
    title: Mapped[str]
    """The first question."""
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]


class StaffTurn(Identified, Base):
    """A question, and what it was answered with: places in passages, never their words, so that what one may not open
    any more is not read here either."""

    __tablename__ = "staff_turn"
    __table_args__ = (
        CheckConstraint("rating IN ('', 'up', 'down')", name="rating"),
        CheckConstraint("kind IN ('answer', 'none', 'agenda', 'action')", name="kind"),
        Index(None, "conversation_id", "id"),
        Index(None, "rating", "id"),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("staff_conversation.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    question: Mapped[str]
    kind: Mapped[str]
    found: Mapped[dict[str, Any]]
    rating: Mapped[str] = mapped_column(default="")
    right_article: Mapped[UUID | None]
    """The article that would have answered, as somebody who knows told."""
    note: Mapped[str] = mapped_column(default="")
    rated_at: Mapped[datetime | None]
