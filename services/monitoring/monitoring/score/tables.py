from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class Figure(Base):
    """The province's figure of one indicator in one period: reported as such, or rolled up from its units.

    Ratios are percentages. `value` of a rolled-up yes-or-no or of a rolled-up frequency is the percentage of units
    that have it (`shared`).
    """

    __tablename__ = "figure"
    __table_args__ = (Index(None, "code", "period_end"), Index(None, "changed_at"))

    code: Mapped[str] = mapped_column(ForeignKey("indicator.code"), primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    """`2026`, `2026-Q3`, `2026-07` or `2026-W31`."""
    span: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    """Its last day."""
    value: Mapped[float | None]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    level: Mapped[str]
    """province where it was reported, else agency, district or commune: what it was rolled up from."""
    reported: Mapped[int]
    """Units with a figure."""
    expected: Mapped[int | None]
    """Units there were at the end of the period; None where that is not knowable."""
    shared: Mapped[bool]
    document_on: Mapped[date | None]
    """The newest date of a document of this period."""
    documents: Mapped[int]
    demo: Mapped[bool]
    observed_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def partial(self) -> bool:
        return self.expected is not None and self.reported < self.expected


class Score(Base):
    """Where an indicator stands now: one row each, renewed with every figure, decision and day."""

    __tablename__ = "score"
    __table_args__ = (Index(None, "state"), Index(None, "changed_at"))

    code: Mapped[str] = mapped_column(ForeignKey("indicator.code"), primary_key=True)
    state: Mapped[str]
    """met, on_the_way, missed, no_data, not_scored"""
    attainment: Mapped[float | None]
    """0 to 1."""
    value: Mapped[float | None]
    """What was compared with the target."""
    target: Mapped[float | None]
    """None: no target, never scored, alerted or forecast."""
    local: Mapped[bool]
    """The target is this province's own."""
    period: Mapped[str]
    """The newest with a figure; empty without one."""
    period_end: Mapped[date | None]
    reason: Mapped[str]
    """Which rule spoke: the text `score.reason.<reason>`, filled with `facts`."""
    facts: Mapped[dict[str, Any]]
    trend: Mapped[float | None]
    """Change from the figure before of the same span."""
    partial: Mapped[bool]
    demo: Mapped[bool]
    observed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    """When state, figure or target last became another."""
