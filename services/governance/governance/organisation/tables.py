from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.agencies import AgencyColumns
from kit.db import Base, Identified, Versioned

KINDS = ("leader", "deputy", "head", "deputy_head", "clerk", "staff")
"""Of positions, the weightiest first."""


class Agency(AgencyColumns, Base):
    """Owned by the gateway."""

    __tablename__ = "agency"


class Unit(Identified, Versioned, Base):
    """A division of an agency (phòng, ban, trung tâm), from its first day to before `valid_to`."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("agency", "code", "valid_from"),
        CheckConstraint("valid_to > valid_from", name="validity"),
        Index(None, "agency", "sort_key"),
    )

    agency: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    name_folded: Mapped[str]
    sort_key: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Person(Identified, Versioned, Base):
    """Somebody who works for an agency. `username` is the one to sign in with; the account is known after that."""

    __tablename__ = "person"
    __table_args__ = (Index(None, "sort_key", "id"),)

    username: Mapped[str | None] = mapped_column(unique=True)
    account_id: Mapped[UUID | None] = mapped_column(unique=True)
    name: Mapped[str]
    name_folded: Mapped[str]
    sort_key: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="vi")

    positions: Mapped[list["Position"]] = relationship(back_populates="person", order_by="Position.valid_from")


class Position(Identified, Versioned, Base):
    """What a person is at an agency; several at once are usual. `unit_id` None: of the agency as a whole."""

    __tablename__ = "position"
    __table_args__ = (
        CheckConstraint("kind IN ('leader', 'deputy', 'head', 'deputy_head', 'clerk', 'staff')", name="kind"),
        CheckConstraint("kind NOT IN ('head', 'deputy_head', 'staff') OR unit_id IS NOT NULL", name="unit"),
        CheckConstraint("valid_to > valid_from", name="validity"),
        Index(None, "agency", "kind"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    agency: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    """As it is printed: "Phó Giám đốc Sở"."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="positions")
    unit: Mapped[Unit | None] = relationship()


class Delegation(Identified, Versioned, Base):
    """For some days another person may do what a position may (ủy quyền); it ends by itself or is withdrawn."""

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint("valid_to > valid_from", name="validity"),)

    position_id: Mapped[UUID] = mapped_column(ForeignKey("position.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    """Who stands in."""
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]

    position: Mapped[Position] = relationship()
    person: Mapped[Person] = relationship()
