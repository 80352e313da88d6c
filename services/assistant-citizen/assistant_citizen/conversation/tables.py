from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned

CHANNELS = ("page", "widget", "api")
AUTHORS = ("citizen", "assistant", "operator", "system")
HANDOVER_STATES = ("waiting", "active", "ended")
RATINGS = ("good", "bad")
REASONS = ("wrong", "unclear", "outdated", "incomplete", "other")


class Conversation(Identified, Base):
    """Nobody's name is in it: whoever has the token goes on with it, and only the token's digest is kept."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("token_digest"),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        Index(None, "last_at"),
    )

    token_digest: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    context: Mapped[dict[str, Any]]
    """What a follow-up goes on from: see `context.Context`."""
    messages: Mapped[int]
    """So many were written, whoever did."""
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]


class Message(Identified, Base):
    """One turn, masked. `kind` of the assistant's: see `schemas.Kind`; `body`: the parts of a reply."""

    __tablename__ = "conversation_message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "place"),
        CheckConstraint(f"author IN {AUTHORS}", name="author"),
        CheckConstraint(f"rating IN {RATINGS}", name="rating"),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    place: Mapped[int]
    author: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    body: Mapped[dict[str, Any]]
    signed: Mapped[str] = mapped_column(default="")
    """The official who wrote it."""
    intent: Mapped[str | None]
    procedure_id: Mapped[UUID | None]
    aspect: Mapped[str | None]
    confidence: Mapped[float | None]
    rating: Mapped[str | None]
    rating_reason: Mapped[str | None]
    rated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Handover(Identified, Versioned, Base):
    """A citizen asked for a person. `late`: when nobody is at the desk, so that it waits for the next office day."""

    __tablename__ = "conversation_handover"
    __table_args__ = (
        CheckConstraint(f"state IN {HANDOVER_STATES}", name="state"),
        Index(
            "uq_conversation_handover_live", "conversation_id", unique=True, postgresql_where=text("state <> 'ended'")
        ),
        Index(None, "state", "asked_at"),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    state: Mapped[str]
    late: Mapped[bool]
    subject: Mapped[str]
    """What it is about: the last question, masked."""
    folded: Mapped[str]
    asked_at: Mapped[datetime]
    operator: Mapped[str | None]
    """Account of who took it."""
    operator_name: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class OperatorPresence(Base):
    """Who is at the desk; `seen_at`: when their page last asked."""

    __tablename__ = "operator_presence"

    operator: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    seen_at: Mapped[datetime]
