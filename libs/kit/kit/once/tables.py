from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class Answered(Base):
    """A POST that was done. `id`: SHA-256 of who asked for what, and under which key."""

    __tablename__ = "answered"

    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    digest: Mapped[str]
    """Of what was sent."""
    answer: Mapped[str | None]
    """Locked (kit.vault): it may hold a new secret, or personal data. None: it was too long to keep."""
