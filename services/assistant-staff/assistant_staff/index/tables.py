from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class IndexedSource(Base):
    """Something another platform owns. Its words are fetched as it is now; the event says only that it changed."""

    __tablename__ = "indexed_source"
    __table_args__ = (
        CheckConstraint("kind IN ('document', 'task', 'minutes')", name="kind"),
        CheckConstraint("state IN ('waiting', 'read', 'gone')", name="state"),
        Index("ix_indexed_source_waiting", "due_at", postgresql_where=text("state = 'waiting'")),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="waiting")
    version: Mapped[int] = mapped_column(default=0)
    """Of the newest event."""
    label: Mapped[str] = mapped_column(default="")
    page: Mapped[str] = mapped_column(default="")
    """Where it is opened."""
    told_at: Mapped[datetime]
    due_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(default="")
    """The kind of error that the last try ended with."""


class IndexRebuild(Base):
    """A walk through everything an owner has; `after` is how far it has come."""

    __tablename__ = "index_rebuild"

    kind: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    after: Mapped[str] = mapped_column(default="")
    found: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
