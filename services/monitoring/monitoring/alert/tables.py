from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned
from monitoring.rule.tables import AlertRule


class Alert(Identified, Versioned, Base):
    """What a rule found of one indicator in one area, from when it fired until it did no more.

    silenced: it fires, nobody was told; raised, acknowledged: they were; closed: somebody ended it though it fires,
    so it is not raised again before it recovers; recovered: it fires no more.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("state IN ('silenced', 'raised', 'acknowledged', 'closed', 'recovered')", name="state"),
        Index("uq_alert_open", "rule_id", "code", "area", unique=True, postgresql_where=text("state <> 'recovered'")),
        Index(None, "state", "raised_at", "id"),
        Index(None, "code", "raised_at"),
        Index(None, "agency", "state"),
    )

    rule_id: Mapped[UUID] = mapped_column(ForeignKey("alert_rule.id"))
    code: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    level: Mapped[str]
    area: Mapped[str]
    """Code of the agency, district or commune; empty for the province."""
    agency: Mapped[str | None]
    """Whom it concerns: who leads the indicator, or the agency that was watched by itself."""
    kind: Mapped[str]
    severity: Mapped[str]
    state: Mapped[str]
    folded: Mapped[str]
    """Indicator, area and agency, for searching."""
    value: Mapped[float | None]
    attainment: Mapped[float | None]
    """Percent."""
    target: Mapped[float | None]
    period: Mapped[str]
    rule_version: Mapped[int]
    demo: Mapped[bool]
    correlation_id: Mapped[str]
    """Of the story that began with it; empty until somebody was told."""
    raised_at: Mapped[datetime]
    """When it fired first."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str] = mapped_column(default="")
    recovered_at: Mapped[datetime | None]
    recovery: Mapped[str] = mapped_column(default="")
    """measured, changed or withdrawn."""

    rule: Mapped[AlertRule] = relationship(lazy="joined", innerjoin=True)


class AlertEvent(Identified, Base):
    """What happened to an alert, and who did it; nobody where it was the figures."""

    __tablename__ = "alert_event"
    __table_args__ = (
        CheckConstraint("kind IN ('silenced', 'raised', 'acknowledged', 'closed', 'recovered')", name="kind"),
        Index(None, "alert_id", "at"),
    )

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"))
    kind: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    value: Mapped[float | None]
    period: Mapped[str] = mapped_column(default="")


class AlertTask(Base):
    """A task that came of an alert, as governance last told of it."""

    __tablename__ = "alert_task"
    __table_args__ = (Index(None, "alert_id"),)

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    alert_id: Mapped[UUID]
    state: Mapped[str]
    lead_agency: Mapped[str]
    due_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    progress: Mapped[int]
    """Percent."""
    path: Mapped[str]
    version: Mapped[int]


class AlertMeeting(Base):
    """A meeting that was called about an alert, as meetings last told of it."""

    __tablename__ = "alert_meeting"
    __table_args__ = (Index(None, "alert_id", "starts_at"),)

    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    alert_id: Mapped[UUID]
    state: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    path: Mapped[str]
    version: Mapped[int]
