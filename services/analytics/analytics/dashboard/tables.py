from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class Dashboard(Identified, Versioned, Base):
    __tablename__ = "dashboard"
    __table_args__ = (
        CheckConstraint("visibility IN ('own', 'agency', 'province')", name="visibility"),
        CheckConstraint("refresh_seconds = 0 OR refresh_seconds >= 30", name="refresh"),
        Index(None, "sort_key"),
    )

    name: Mapped[str]
    folded: Mapped[str]
    sort_key: Mapped[str]
    description: Mapped[str]
    visibility: Mapped[str]
    refresh_seconds: Mapped[int]
    """0: only when it is opened."""
    owner: Mapped[str]
    owner_name: Mapped[str]
    agency: Mapped[str | None]
    created_at: Mapped[datetime]


class DashboardTile(Identified, Base):
    __tablename__ = "dashboard_tile"
    __table_args__ = (UniqueConstraint("dashboard_id", "position", deferrable=True, initially="DEFERRED"),)

    dashboard_id: Mapped[UUID] = mapped_column(ForeignKey("dashboard.id", ondelete="CASCADE"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("saved_question.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    """Empty: the question's name."""
    wide: Mapped[bool]
