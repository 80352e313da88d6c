from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned

Audience = Literal["everybody", "members", "conducting", "named"]
AUDIENCES: tuple[Audience, ...] = ("everybody", "members", "conducting", "named")
Opens = Literal["at-once", "running", "moment"]
OPENS: tuple[Opens, ...] = ("at-once", "running", "moment")


class Paper(Identified, Versioned, Base):
    """A document of a meeting or of one item of its agenda."""

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("audience IN ('everybody', 'members', 'conducting', 'named')", name="audience"),
        CheckConstraint("opens IN ('at-once', 'running', 'moment')", name="opens"),
        CheckConstraint("(opens = 'moment') = (opens_at IS NOT NULL)", name="opens_at"),
        Index(None, "meeting_id", "place", postgresql_where=text("removed_at IS NULL")),
        Index("ix_paper_removed", "removed_at", postgresql_where=text("removed_at IS NOT NULL AND NOT swept")),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)
    place: Mapped[int]
    name: Mapped[str]
    audience: Mapped[str]
    """everybody: guests too; members: everybody but guests; conducting: chair and secretary; named: these besides."""
    opens: Mapped[str] = mapped_column(default="at-once")
    opens_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    swept: Mapped[bool] = mapped_column(default=False)
    """Its contents are gone from the store."""

    versions: Mapped[list["PaperVersion"]] = relationship(order_by="PaperVersion.number", lazy="raise")
    readers: Mapped[list["PaperReader"]] = relationship(cascade="all, delete-orphan", lazy="raise")

    @property
    def current(self) -> "PaperVersion":
        return self.versions[-1]

    @property
    def named(self) -> frozenset[UUID]:
        """Participants by whom it may be read, where `audience` says so."""
        return frozenset(one.participant_id for one in self.readers)


class PaperVersion(Identified, Base):
    __tablename__ = "paper_version"
    __table_args__ = (UniqueConstraint("paper_id", "number"), CheckConstraint("size > 0", name="size"))

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    """From 1; the highest is read."""
    digest: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    """As the file was called where it came from."""
    media_type: Mapped[str]
    """By content."""
    size: Mapped[int]
    pages: Mapped[int | None]
    uploaded_by: Mapped[str]
    """Name."""
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PaperReader(Base):
    """Who may read a paper that is for named people only."""

    __tablename__ = "paper_reader"

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)


class PaperOpening(Identified, Base):
    """Who opened what when."""

    __tablename__ = "paper_opening"
    __table_args__ = (
        CheckConstraint("kind IN ('read', 'saved')", name="kind"),
        Index(None, "paper_id", "opened_at", "id"),
        Index("ix_paper_opening_reader", "paper_id", "reader", "opened_at"),
    )

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    """Of the version."""
    reader: Mapped[str]
    """The participant, or the account of who called the meeting and takes no part."""
    name: Mapped[str]
    sort_key: Mapped[str]
    folded: Mapped[str]
    kind: Mapped[str]
    opened_at: Mapped[datetime]


class PaperNote(Identified, Versioned, Base):
    """What a reader wrote for themselves."""

    __tablename__ = "paper_note"
    __table_args__ = (UniqueConstraint("paper_id", "reader"),)

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"))
    reader: Mapped[str]
    """As in PaperOpening."""
    text: Mapped[str]
    written_at: Mapped[datetime]
