from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class AlertRule(Identified, Versioned, Base):
    """What is watched, and when it is worth an alert. Indicators without a target are never watched."""

    __tablename__ = "alert_rule"
    __table_args__ = (
        CheckConstraint("kind IN ('threshold', 'missing')", name="kind"),
        CheckConstraint("severity IN ('warning', 'critical')", name="severity"),
        CheckConstraint("covers IN ('indicator', 'pillar', 'all')", name="covers"),
        CheckConstraint("level IN ('province', 'agency', 'district', 'commune')", name="level"),
        CheckConstraint("measure IN ('attainment', 'value')", name="measure"),
        CheckConstraint("kind <> 'threshold' OR (bound IS NOT NULL AND recovery IS NOT NULL)", name="bounds"),
        CheckConstraint("raise_after >= 1 AND recover_after >= 1 AND days >= 0", name="counts"),
        Index(None, "sort_key", "id"),
    )

    name: Mapped[str]
    name_folded: Mapped[str]
    sort_key: Mapped[str]
    kind: Mapped[str]
    severity: Mapped[str]
    covers: Mapped[str]
    code: Mapped[str | None] = mapped_column(ForeignKey("indicator.code"))
    pillar: Mapped[str | None]
    level: Mapped[str]
    """province: the figure of the whole; else each agency, district or commune that reports is watched by itself."""
    measure: Mapped[str]
    """attainment: percent of the target; value: the figure itself."""
    bound: Mapped[float | None]
    recovery: Mapped[float | None]
    raise_after: Mapped[int]
    recover_after: Mapped[int]
    """Figures in a row."""
    days: Mapped[int]
    """After the end of a period, until its figure is missing."""
    working: Mapped[bool]
    """The days are working days."""
    span: Mapped[str | None]
    """What is reported: week, month, quarter, year; None: as the target asks, or as it was reported so far."""
    enabled: Mapped[bool]
    agency: Mapped[str | None]
    """Whose rule it is, for what that agency leads or reports; None: the province's."""
    note: Mapped[str]
    demo: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
