from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class JobTime(Base):
    """When a job is due next, and how its last run ended."""

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
