from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class SfuEvent(Base):
    """A webhook that was taken in: LiveKit repeats what it thinks was not heard."""

    __tablename__ = "sfu_event"

    id: Mapped[str] = mapped_column(primary_key=True)
    """LiveKit's own."""
    received_at: Mapped[datetime] = mapped_column(index=True)
