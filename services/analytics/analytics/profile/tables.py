from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class ColumnProfile(Identified, Base):
    """Of one column in the snapshot that was loaded last."""

    __tablename__ = "dataset_profile"
    __table_args__ = (UniqueConstraint("dataset_id", "name"),)

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"))
    name: Mapped[str]
    snapshot: Mapped[int]
    rows: Mapped[int]
    missing: Mapped[int]
    distinct: Mapped[int]
    """An estimate."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB())
    """`min`, `max`, `mean`, `top`: the most frequent values, `histogram`: edges and counts."""
