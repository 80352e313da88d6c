from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.attachment.tables import Attachment
from governance.organisation.tables import Person, Unit
from kit.db import Base, Identified, Versioned

IS_OPEN = text("state IN ('waiting', 'in_progress', 'submitted')")
IS_UNASSIGNED = text(
    "lead_unit_id IS NULL AND lead_person_id IS NULL AND state IN ('waiting', 'in_progress', 'submitted')"
)


class Task(Identified, Versioned, Base):
    """`lead_agency` must see it done, through its unit or person where one is named."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("agency", "year", "number"),
        UniqueConstraint("creator_id", "key"),
        UniqueConstraint("rule_id", "period"),
        CheckConstraint("state IN ('waiting', 'in_progress', 'submitted', 'completed', 'cancelled')", name="state"),
        CheckConstraint("priority BETWEEN 0 AND 3", name="priority"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        CheckConstraint("depth BETWEEN 0 AND 2", name="depth"),
        Index(None, "due_key", "id"),
        Index("ix_task_open_due", "due_key", "id", postgresql_where=IS_OPEN),
        Index("ix_task_open_agency", "agency", "state", "due_key", postgresql_where=IS_OPEN),
        Index("ix_task_open_creator", "creator_id", "state", "due_key", postgresql_where=IS_OPEN),
        Index("ix_task_unassigned", "lead_agency", "due_key", postgresql_where=IS_UNASSIGNED),
        Index(None, "opened_at", "id"),
        Index(None, "sort_key", "id"),
        Index(None, "priority", "id"),
        Index(None, "parent_id"),
        Index(None, "origin_id", postgresql_where=text("origin_id IS NOT NULL")),
    )

    agency: Mapped[str]
    """Who gives it."""
    year: Mapped[int]
    number: Mapped[int]
    """Of the agency, from 1 each year."""
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    folded: Mapped[str]
    """Title and description as a search compares them."""
    sort_key: Mapped[str]
    priority: Mapped[int] = mapped_column(default=0)
    """Place in `kit.contracts.governance.Urgency`."""
    state: Mapped[str] = mapped_column(default="waiting")
    progress: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date | None]
    due_key: Mapped[date]
    """`due_on`, and the end of time without one: order needs a value."""
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    depth: Mapped[int] = mapped_column(default=0)
    lead_agency: Mapped[str]
    lead_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    lead_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    creator_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None for what this service opened by itself."""
    key: Mapped[UUID | None]
    """Of the form it was sent with: sent twice, it is opened once."""
    rule_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_rule.id"))
    period: Mapped[str | None]
    origin_service: Mapped[str | None]
    origin_kind: Mapped[str | None]
    origin_id: Mapped[UUID | None]
    origin_path: Mapped[str | None]
    correlation_id: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    submitted_on: Mapped[date | None]
    """The day by which it is judged whether it was done in time."""
    completed_on: Mapped[date | None]
    days_late: Mapped[int | None]
    """Working days after the deadline, 0 in time; None while it is not completed or without a deadline."""
    overdue_on: Mapped[date | None]
    """When it was marked as overdue, for the deadline it has."""

    lead_unit: Mapped[Unit | None] = relationship(lazy="selectin")
    lead_person: Mapped[Person | None] = relationship(lazy="selectin", foreign_keys=lead_person_id)
    parties: Mapped[list["TaskParty"]] = relationship(cascade="all, delete-orphan", order_by="TaskParty.place")


class TaskParty(Base):
    """Who sees a task and as what: `key` is an agency, unit or person as `governance.task.party` writes it.

    `named`: chosen by the giver; others follow from those, as the leaders of a unit's agency.
    """

    __tablename__ = "task_party"
    __table_args__ = (
        CheckConstraint("role IN ('giver', 'lead', 'member', 'coordinating')", name="role"),
        Index(None, "key", "role", "task_id"),
        Index("ix_task_party_open", "key", "role", "task_id", postgresql_where=text("is_open")),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    named: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    """Whether the task is: who once had many and now has few finds these by an index."""
    agency: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    """Of a coordinating party, where it is earlier than the task's."""

    unit: Mapped[Unit | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")


class TaskStep(Identified, Base):
    """Something that happened to a task. `details` names what changed: `{"due_on": ["2026-12-01", "2026-12-15"]}`."""

    __tablename__ = "task_step"
    __table_args__ = (UniqueConstraint("task_id", "key"), Index(None, "task_id", "id"))

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    action: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    before: Mapped[str | None]
    after: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    key: Mapped[UUID | None]

    person: Mapped[Person | None] = relationship(lazy="joined")


class TaskExtension(Identified, Base):
    """More time that was asked for."""

    __tablename__ = "task_extension"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'granted', 'refused', 'lapsed')", name="state"),
        Index("uq_task_extension_asked", "task_id", unique=True, postgresql_where=text("state = 'asked'")),
        Index(None, "task_id", "id"),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(default="asked")
    due_before: Mapped[date | None]
    due_on: Mapped[date]
    reason: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")

    asker: Mapped[Person] = relationship(lazy="joined", foreign_keys=asked_by)


class TaskEvidence(Identified, Base):
    """What shows that work was done: a file, a link, or a document of this platform."""

    __tablename__ = "task_evidence"
    __table_args__ = (Index(None, "task_id", "id"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    title: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    document_id: Mapped[UUID | None]
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    attachment: Mapped[Attachment | None] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")


class TaskNumber(Base):
    """The last number an agency gave in a year."""

    __tablename__ = "task_number"

    agency: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class TaskReminder(Base):
    """That somebody was reminded: once for each deadline and distance."""

    __tablename__ = "task_reminder"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    """Working days before the deadline; -1 when it has passed."""


class TaskAlert(Base):
    """What is known of an alert of monitoring, in whichever order it was told."""

    __tablename__ = "task_alert"

    alert_id: Mapped[UUID] = mapped_column(primary_key=True)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    recovered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


class TaskPetition(Base):
    """That a citizen's petition has its answer, whether its task was opened already or not."""

    __tablename__ = "task_petition"

    petition_id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[str]


class TaskRule(Identified, Versioned, Base):
    """Work that comes again: a task is opened for each period, `ahead_days` working days before it is due."""

    __tablename__ = "task_rule"
    __table_args__ = (
        CheckConstraint("cadence IN ('week', 'month', 'quarter', 'year')", name="cadence"),
        CheckConstraint("shift IN ('after', 'before', 'none')", name="shift"),
        CheckConstraint("state IN ('active', 'paused', 'ended')", name="state"),
        Index(None, "agency", "sort_key"),
    )

    agency: Mapped[str]
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    folded: Mapped[str]
    """Of the title."""
    sort_key: Mapped[str]
    priority: Mapped[int] = mapped_column(default=0)
    lead_agency: Mapped[str]
    lead_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    lead_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    creator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    cadence: Mapped[str]
    month: Mapped[int] = mapped_column(default=1)
    """In the quarter (1 to 3) or year (1 to 12)."""
    day: Mapped[int]
    """1 to 7 from Monday, or a day of the month; the last of a shorter one."""
    shift: Mapped[str] = mapped_column(default="after")
    """To the next or previous working day when it falls on a day off."""
    ahead_days: Mapped[int] = mapped_column(default=5)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="active")
