from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class Upload(Identified, Base):
    """What has arrived lies in the files store as pieces that are named by where they begin."""

    __tablename__ = "dataset_upload"
    __table_args__ = (
        CheckConstraint("received <= size", name="received"),
        Index(None, "dataset_id"),
        Index(None, "touched_at"),
    )

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"))
    name: Mapped[str]
    """As its sender calls the file."""
    size: Mapped[int]
    """As it was announced."""
    received: Mapped[int]
    subject: Mapped[str]
    """Who sends it: nobody else goes on with it."""
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]
