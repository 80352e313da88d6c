from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class CalendarFeed(Base):
    """The secret address of a person's meetings. A new one ends the old one; without a row there is none."""

    __tablename__ = "calendar_feed"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of what stands in the address, which nobody keeps but its reader."""
    language: Mapped[str]
    created_at: Mapped[datetime]
