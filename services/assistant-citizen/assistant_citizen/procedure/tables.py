import datetime as dt
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned
from kit.intake import IntakeRow

UNITS = ("minute", "hour", "day", "working_day", "month", "year")


class _Part(Identified):
    """A row of a procedure, in the order it was published."""

    procedure_id: Mapped[UUID] = mapped_column(ForeignKey("procedure.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]


class ProcedureChannel(_Part, Base):
    """A way to hand in: how long it takes then, and what it costs. `time_limit` and `fee` are the words as published;
    `time_value`, `time_unit` and `fees` what could be read in them."""

    __tablename__ = "procedure_channel"
    __table_args__ = (
        CheckConstraint(f"time_unit IN {UNITS}", name="unit"),
        CheckConstraint("(time_value IS NULL) = (time_unit IS NULL)", name="time"),
    )

    kind: Mapped[str]
    time_limit: Mapped[str]
    time_value: Mapped[float | None]
    time_unit: Mapped[str | None]
    fee: Mapped[str]
    fees: Mapped[list[dict[str, Any]]] = mapped_column(JSONB())
    """What kit's readers made of `fee`: kind, amount, currency, note; the amount is None where it is told in words."""
    note: Mapped[str]


class ProcedureDocument(_Part, Base):
    """A paper to hand in; None where the number of its originals or copies could not be read."""

    __tablename__ = "procedure_document"

    name: Mapped[str]
    originals: Mapped[int | None]
    copies: Mapped[int | None]
    form: Mapped[str]
    """The files of its form, one a line."""
    case_name: Mapped[str]
    """For whom it is asked, where a procedure tells cases apart."""
    note: Mapped[str]


class ProcedureLaw(_Part, Base):
    """What it rests on."""

    __tablename__ = "procedure_law"

    number: Mapped[str]
    title: Mapped[str]
    date: Mapped[dt.date | None]
    issuer: Mapped[str]


class Procedure(Identified, Versioned, Base):
    """Empty texts: nothing is known. `unread`: cell, value and reason of what could not be read, and in `given` the
    whole record as it came; nothing is lost."""

    __tablename__ = "procedure"
    __table_args__ = (
        UniqueConstraint("code"),
        Index(None, "sort_key", "id"),
        Index(None, "field"),
        Index("ix_procedure_words", text("to_tsvector('simple', folded)"), postgresql_using="gin"),
    )

    code: Mapped[str]
    name: Mapped[str]
    folded: Mapped[str]
    """Code, name, keywords and field, for searching."""
    sort_key: Mapped[str]
    field: Mapped[str]
    level: Mapped[str]
    kind: Mapped[str]
    decision: Mapped[str]
    """By which it was published."""
    agency_text: Mapped[str]
    authority: Mapped[str]
    coordinating: Mapped[str]
    address: Mapped[str]
    steps: Mapped[str]
    conditions: Mapped[str]
    result: Mapped[str]
    who: Mapped[str]
    description: Mapped[str]
    keywords: Mapped[str]
    source: Mapped[str]
    verified: Mapped[bool] = mapped_column(default=False)
    """By an official, who compared it with what is in force."""
    verified_by: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """No longer offered: neither found nor answered from."""
    given: Mapped[dict[str, Any] | None]
    unread: Mapped[list[dict[str, Any]]] = mapped_column(JSONB())
    updated_at: Mapped[datetime]
    channels: Mapped[list[ProcedureChannel]] = relationship(
        order_by=ProcedureChannel.place, cascade="all, delete-orphan", lazy="raise"
    )
    documents: Mapped[list[ProcedureDocument]] = relationship(
        order_by=ProcedureDocument.place, cascade="all, delete-orphan", lazy="raise"
    )
    laws: Mapped[list[ProcedureLaw]] = relationship(
        order_by=ProcedureLaw.place, cascade="all, delete-orphan", lazy="raise"
    )


class ProcedureImport(IntakeRow):
    """A file of procedures on its way in."""

    __tablename__ = "procedure_import"

    created: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    skipped: Mapped[int]
    """Records without a code or a name, or that are none; their words are among the notes."""
    notes_total: Mapped[int]


class ProcedureImportNote(Identified, Base):
    """A cell that could not be read as a value; its words were kept."""

    __tablename__ = "procedure_import_note"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_import.id", ondelete="CASCADE"), index=True)
    row: Mapped[int]
    code: Mapped[str]
    cell: Mapped[str]
    value: Mapped[str]
    reason: Mapped[str]
