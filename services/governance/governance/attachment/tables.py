from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class Attachment(Identified, Base):
    """A file of a document or a task: what lies in the store, and what could be read of it."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'read', 'unreadable')", name="state"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_attachment_words", text("to_tsvector('simple', text_folded)"), postgresql_using="gin"),
        Index("ix_attachment_waiting", "created_at", postgresql_where=text("state = 'waiting'")),
    )

    digest: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    """As it was called where it came from; only shown."""
    media_type: Mapped[str]
    """By content."""
    size: Mapped[int]
    """Bytes."""
    pages: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="", deferred=True)
    text_folded: Mapped[str] = mapped_column(default="", deferred=True)
    state: Mapped[str] = mapped_column(default="waiting")
    note: Mapped[str] = mapped_column(default="")
    """Why it is unreadable: a text `attachment.note.<note>`."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
