from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.attachment.tables import Attachment
from governance.organisation.tables import Person, Unit
from kit.db import Base, Identified, Versioned


class DocumentRegister(Base):
    """The last number an agency gave in a year: whoever registers waits here for whoever registers just now."""

    __tablename__ = "document_register"

    agency: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class DocumentSubmission(Base):
    """A form that was sent, by its key: sent twice it still registers one document."""

    __tablename__ = "document_submission"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class Document(Identified, Versioned, Base):
    """An incoming document (văn bản đến). `number` in the agency's register of the year is never used again."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("agency", "year", "number"),
        UniqueConstraint("registered_by", "submission_key"),
        CheckConstraint(
            "state IN ('registered', 'submitted', 'assigned', 'working', 'settled', 'cancelled')", name="state"
        ),
        CheckConstraint("urgency IN ('normal', 'urgent', 'very_urgent', 'flash')", name="urgency"),
        CheckConstraint("confidentiality IN ('open', 'confidential', 'secret', 'top_secret')", name="confidentiality"),
        CheckConstraint("number > 0", name="number"),
        Index(None, "agency", "place"),
        Index(None, "agency", "arrived_on"),
        Index(None, "agency", "sender_folded", "notation_folded"),
        Index(None, "agency", "due_key", postgresql_where=text("state NOT IN ('settled', 'cancelled')")),
        Index(None, "leader_id", postgresql_where=text("state = 'submitted'")),
    )

    agency: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    place: Mapped[int]
    """Year and number in one, to list by."""
    arrived_on: Mapped[date]
    sender: Mapped[str]
    """Tác giả: the agency or organisation that issued it."""
    sender_folded: Mapped[str]
    sender_key: Mapped[str]
    notation: Mapped[str]
    """Số, ký hiệu: "2663/KH-UBND"; empty for a letter without."""
    notation_folded: Mapped[str]
    dated: Mapped[date | None]
    kind: Mapped[str]
    """A key of kinds.toml."""
    subject: Mapped[str]
    """Trích yếu."""
    subject_key: Mapped[str]
    folded: Mapped[str]
    """What a search looks through: subject, notation, sender."""
    urgency: Mapped[str]
    confidentiality: Mapped[str]
    pages: Mapped[int | None]
    due_on: Mapped[date | None]
    due_key: Mapped[date]
    """`deadline`, or the end of time where there is none, to list by."""
    note: Mapped[str]

    state: Mapped[str]
    registered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    registered_at: Mapped[datetime]
    submission_key: Mapped[str | None]
    correlation_id: Mapped[str]
    """Of all that is told of it, and of the tasks made of it."""
    leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Whom it was put before."""
    opinion: Mapped[str] = mapped_column(default="")
    assigned_on: Mapped[date | None]
    """Ngày chuyển."""
    progress: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    reply_notation: Mapped[str] = mapped_column(default="")
    """Số, ký hiệu of the document that answers it."""
    settled_on: Mapped[date | None]
    cancelled_reason: Mapped[str] = mapped_column(default="")

    units: Mapped[list["DocumentUnit"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="DocumentUnit.part.desc()"
    )
    people: Mapped[list["DocumentPerson"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="DocumentPerson.part"
    )

    @property
    def deadline(self) -> date | None:
        """Its own, or by when the unit that leads it has to be done."""
        return self.due_on or next((given.due_on for given in self.units if given.part == "lead"), None)


class DocumentUnit(Base):
    """A unit a document was given to; one leads (chủ trì), others take part (phối hợp)."""

    __tablename__ = "document_unit"
    __table_args__ = (
        CheckConstraint("part IN ('lead', 'co')", name="part"),
        Index("uq_document_unit_lead", "document_id", unique=True, postgresql_where=text("part = 'lead'")),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    part: Mapped[str]
    due_on: Mapped[date | None]

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class DocumentPerson(Base):
    """Somebody a head of unit gave it to; one of the lead unit answers for it (main), others support."""

    __tablename__ = "document_person"
    __table_args__ = (
        CheckConstraint("part IN ('main', 'supporting')", name="part"),
        Index("uq_document_person_main", "document_id", unique=True, postgresql_where=text("part = 'main'")),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    part: Mapped[str]
    due_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class DocumentAttachment(Base):
    """A file of the document, as it came."""

    __tablename__ = "document_attachment"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True, index=True)

    attachment: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)


class DocumentStep(Identified, Base):
    """What was done with it: by whom, for whom, when. Never changed afterwards."""

    __tablename__ = "document_step"
    __table_args__ = (Index(None, "document_id", "at"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    action: Mapped[str]
    state_before: Mapped[str]
    state_after: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    for_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """In whose stead."""
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[person_id])
    for_person: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[for_person_id])
