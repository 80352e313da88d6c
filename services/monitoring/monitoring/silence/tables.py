from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class Silence(Identified, Versioned, Base):
    """From `starts_at` to before `ends_at` nothing is told of what it matches. An empty matcher matches all."""

    __tablename__ = "alert_silence"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="times"), Index(None, "ends_at"))

    reason: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    rule_id: Mapped[UUID | None] = mapped_column(ForeignKey("alert_rule.id"))
    code: Mapped[str | None] = mapped_column(ForeignKey("indicator.code"))
    pillar: Mapped[str | None]
    lead: Mapped[str | None]
    """Who leads the indicator, or reports where agencies are watched one by one."""
    area: Mapped[str | None]
    agency: Mapped[str | None]
    """Whose silence it is, for its own alerts; None: the province's."""
    settled: Mapped[bool] = mapped_column(default=False)
    """Its end was acted upon."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
