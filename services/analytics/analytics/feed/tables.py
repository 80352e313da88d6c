from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class FeedEvent(Base):
    """Heard of, not yet in the lake. A batch goes there as one commit, and only then out of here."""

    __tablename__ = "feed_event"
    __table_args__ = (Index(None, "topic", "batch"),)

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str]
    time: Mapped[datetime]
    subject: Mapped[str]
    aggregate_version: Mapped[int]
    correlation_id: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB())
    batch: Mapped[UUID | None]
