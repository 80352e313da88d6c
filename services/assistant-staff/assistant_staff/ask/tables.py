from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified
from kit.text import fold


class StaffConversation(Identified, Base):
    """One official's, nobody else's."""

    __tablename__ = "staff_conversation"
    __table_args__ = (Index(None, "account", "last_at"), Index(None, "last_at"))

    account: Mapped[str]
    title: Mapped[str]
    """The first question."""
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]


def _folded(row: DefaultExecutionContext) -> str:
    return fold(row.get_current_parameters()["question"])  # type: ignore[no-untyped-call]


class StaffTurn(Identified, Base):
    """A question, and what it was answered with: places in passages, never their words, so that what one may not open
    any more is not read here either."""

    __tablename__ = "staff_turn"
    __table_args__ = (
        CheckConstraint("rating IN ('', 'up', 'down')", name="rating"),
        CheckConstraint("kind IN ('answer', 'none', 'agenda', 'action')", name="kind"),
        Index(None, "conversation_id", "id"),
        Index(None, "rated_at", "id", postgresql_where=text("rating <> ''")),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("staff_conversation.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    question: Mapped[str]
    folded: Mapped[str] = mapped_column(default=_folded)
    kind: Mapped[str]
    found: Mapped[dict[str, Any]]
    rating: Mapped[str] = mapped_column(default="")
    right_article: Mapped[UUID | None]
    """The article that would have answered, as somebody who knows told."""
    note: Mapped[str] = mapped_column(default="")
    rated_at: Mapped[datetime | None]
