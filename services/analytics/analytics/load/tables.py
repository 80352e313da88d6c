from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified

PENDING = ("waiting", "running")


class Load(Identified, Base):
    """One that is done has made a snapshot: the history of a dataset is that of its loads."""

    __tablename__ = "dataset_load"
    __table_args__ = (
        CheckConstraint("mode IN ('append', 'replace', 'upsert', 'restore', 'event')", name="mode"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'refused', 'failed')", name="state"),
        Index(None, "dataset_id", "created_at"),
        Index(None, "state", "created_at"),
    )

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"))
    upload_id: Mapped[UUID | None] = mapped_column(ForeignKey("dataset_upload.id", ondelete="SET NULL"))
    file_name: Mapped[str]
    mode: Mapped[str]
    state: Mapped[str]
    percent: Mapped[int]
    tries: Mapped[int]
    """How often it was begun: a process may end in the middle."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB())
    """What was found out of the file: kind, encoding, delimiter, columns."""
    reason: Mapped[str]
    """The code of the problem for which it was refused."""
    reason_params: Mapped[dict[str, Any]] = mapped_column(JSONB())
    rows_read: Mapped[int]
    rows_taken: Mapped[int]
    rows_rejected: Mapped[int]
    snapshot: Mapped[int | None]
    """The version it made; None: it made none, or that one is kept no more."""
    total_rows: Mapped[int]
    """Of the snapshot."""
    bytes: Mapped[int]
    """Of what it wrote."""
    seconds: Mapped[float | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    finished_at: Mapped[datetime | None]
