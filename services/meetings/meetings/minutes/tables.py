from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned

State = Literal["draft", "review", "approved", "published"]
Kind = Literal["decision", "action"]


class MeetingNote(Identified, Versioned, Base):
    """Written by who conducts, on an item of the agenda or, without one, on the whole."""

    __tablename__ = "meeting_note"
    __table_args__ = (
        UniqueConstraint("meeting_id", "item_id", postgresql_nulls_not_distinct=True),
        Index(None, "meeting_id", "place"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[UUID | None]
    """No foreign key: an agenda that is written anew must not take away what was noted."""
    heading: Mapped[str]
    """The item's, as it was called then."""
    place: Mapped[int]
    body: Mapped[str]
    folded: Mapped[str]
    edited_by: Mapped[str]
    """Account."""
    edited_at: Mapped[datetime]


class Minutes(Identified, Versioned, Base):
    """The record of one meeting. `number` is the agency's of the year, given when it is first published: an edition
    that corrects an earlier one keeps it."""

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'review', 'approved', 'published')", name="state"),
        CheckConstraint("(edition > 0) = (number IS NOT NULL)", name="number"),
        CheckConstraint("(state = 'published') = (digest IS NOT NULL)", name="digest"),
        UniqueConstraint("agency", "year", "number"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), unique=True)
    agency: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    location: Mapped[str]
    folded: Mapped[str]
    """All its words, for searching."""
    edited_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    published_by: Mapped[str | None]
    published_at: Mapped[datetime | None]
    year: Mapped[int | None]
    number: Mapped[int | None]
    digest: Mapped[str | None]
    """Of the PDF."""
    size: Mapped[int | None]
    edition: Mapped[int] = mapped_column(default=0)
    """How often it was published."""

    sections: Mapped[list["MinutesSection"]] = relationship(
        order_by="MinutesSection.place", cascade="all, delete-orphan"
    )
    conclusions: Mapped[list["Conclusion"]] = relationship(order_by="Conclusion.place", cascade="all, delete-orphan")
    editions: Mapped[list["MinutesEdition"]] = relationship(
        order_by="MinutesEdition.edition", cascade="all, delete-orphan"
    )
    comments: Mapped[list["MinutesComment"]] = relationship(order_by="MinutesComment.id", cascade="all, delete-orphan")


class MinutesSection(Identified, Versioned, Base):
    __tablename__ = "minutes_section"
    __table_args__ = (Index(None, "minutes_id", "place"),)

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    place: Mapped[int]
    kind: Mapped[str]
    """attendance, item, votes or other."""
    source: Mapped[UUID | None]
    """The item of the agenda."""
    heading: Mapped[str]
    body: Mapped[str]
    gathered: Mapped[str] = mapped_column(default="")
    """What notes, votes and attendance said when they were last read: all else in the body somebody wrote."""


class MinutesEdition(Base):
    """What was published once. Of those that were withdrawn only who conducts the meeting still reads the PDF."""

    __tablename__ = "minutes_edition"

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    published_by: Mapped[str]
    """Account."""
    published_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


class Conclusion(Identified, Versioned, Base):
    """Something decided; or something to be done, which becomes a task with this very id."""

    __tablename__ = "conclusion"
    __table_args__ = (
        CheckConstraint("kind IN ('decision', 'action')", name="kind"),
        CheckConstraint("kind = 'decision' OR lead_agency <> ''", name="lead"),
        Index(None, "minutes_id", "place"),
    )

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    kind: Mapped[str]
    place: Mapped[int]
    text: Mapped[str]
    lead_agency: Mapped[str] = mapped_column(default="")
    lead_unit_id: Mapped[UUID | None]
    lead_person_id: Mapped[UUID | None]
    lead_name: Mapped[str] = mapped_column(default="")
    """As the record prints it."""
    due_on: Mapped[date | None]
    told: Mapped[bool] = mapped_column(default=False)
    """It was published: governance has, or is about to have, a task of it."""


class MinutesComment(Identified, Base):
    """What a member says of a draft that was sent out."""

    __tablename__ = "minutes_comment"
    __table_args__ = (Index(None, "minutes_id", "id"),)

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    name: Mapped[str]
    said_at: Mapped[datetime]
    text: Mapped[str]


class MinutesNumber(Base):
    """The last number an agency gave in a year."""

    __tablename__ = "minutes_number"

    agency: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class ActionTask(Base):
    """The task in governance that an action item became, as governance tells of it."""

    __tablename__ = "action_task"

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    conclusion_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[str]
    progress: Mapped[int]
    due_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    path: Mapped[str]
    version: Mapped[int]
