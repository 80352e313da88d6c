from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class DescriptionDraft(Base):
    """A description that was read again and waits for somebody to look at what it changes."""

    __tablename__ = "description_draft"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON())
    digest: Mapped[str]
    read_by: Mapped[str]
    read_at: Mapped[datetime] = mapped_column(server_default=func.now())
