from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned
from kit.intake import IntakeRow


class Observation(Identified, Versioned, Base):
    """What one indicator was in one area in one period. The area is one of the units of the period's last day."""

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("code", "level", "area", "period"),
        CheckConstraint("level IN ('province', 'agency', 'district', 'commune')", name="level"),
        CheckConstraint("(level = 'province') = (area = '')", name="area"),
        CheckConstraint("origin IN ('form', 'file', 'api', 'platform', 'demo')", name="origin"),
        Index(None, "code", "period_end", "id"),
        Index(None, "code", "level", "period_end", "area"),
        Index(None, "recorded_at", "id"),
    )

    code: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    level: Mapped[str]
    area: Mapped[str]
    """Code of an agency (`H02.05`), district or commune; empty for the province."""
    area_from: Mapped[date | None]
    """The first day of the district or commune meant: a code keeps its meaning only with its dates."""
    span: Mapped[str]
    period: Mapped[str]
    """`2026`, `2026-Q3`, `2026-07` or `2026-W31`."""
    period_start: Mapped[date]
    period_end: Mapped[date]
    """Its last day."""
    value: Mapped[float | None]
    """A percentage for ratios, 0 or 1 for yes or no, else a count or amount. None: there was nothing to count, or a
    percentage of something nobody knows the whole of; the numerator is then the count."""
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    document_number: Mapped[str]
    document_on: Mapped[date | None]
    document_title: Mapped[str]
    document_abstract: Mapped[str]
    source: Mapped[str]
    note: Mapped[str]
    evidence: Mapped[str]
    origin: Mapped[str]
    demo: Mapped[bool]
    agency: Mapped[str | None]
    """Who reported it."""
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class ObservationChange(Identified, Base):
    """What an observation was before it was corrected, by whom and why."""

    __tablename__ = "observation_change"
    __table_args__ = (Index(None, "observation_id", "changed_at"),)

    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observation.id", ondelete="CASCADE"))
    version: Mapped[int]
    """The version that was replaced."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    reason: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class ObservationImport(IntakeRow):
    """A file of observations on its way in."""

    __tablename__ = "observation_import"

    code: Mapped[str | None]
    """The one indicator it is for; None: the file names one in each row."""
    everywhere: Mapped[bool]
    """Whose sender may report for the whole province."""
    recorded_by: Mapped[str]
    added: Mapped[int]
    corrected: Mapped[int]
    same: Mapped[int]
