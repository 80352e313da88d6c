from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base

SOURCES = ("assistant", "person", "petition")
"""An answer of the assistant, of an official in the conversation, to a petition."""


class CitizenRating(Base):
    """The last word of a citizen on one answer."""

    __tablename__ = "citizen_rating"
    __table_args__ = (
        CheckConstraint("rating IN ('good', 'bad')", name="rating"),
        CheckConstraint(f"source IN {SOURCES}", name="source"),
        Index(None, "month", "source"),
    )

    answer_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str]
    rating: Mapped[str]
    month: Mapped[date]
    """The first day of the month in which it was said."""
    rated_at: Mapped[datetime]
    version: Mapped[int]
    """When it was said, in microseconds: events of one answer may come late or twice."""
