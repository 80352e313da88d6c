from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class TaskMeeting(Base):
    """A meeting that was called about a task, as meetings last told of it."""

    __tablename__ = "task_meeting"
    __table_args__ = (Index(None, "task_id", "starts_at"),)

    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    task_id: Mapped[UUID]
    state: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    path: Mapped[str]
    version: Mapped[int]
