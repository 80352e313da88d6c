from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned
from kit.text import fold

Role = Literal["chair", "secretary", "delegate", "guest"]
ROLES: tuple[Role, ...] = ("chair", "secretary", "delegate", "guest")
Answer = Literal["none", "accepted", "tentative", "declined"]
ANSWERS: tuple[Answer, ...] = ("none", "accepted", "tentative", "declined")
CONDUCTING = frozenset({"chair", "secretary"})
"""Who lets people in, gives the floor, opens votes and ends the meeting."""


def _folded(row: DefaultExecutionContext) -> str:
    return fold(row.get_current_parameters()["name"])  # type: ignore[no-untyped-call]


class Participant(Identified, Versioned, Base):
    """Somebody invited. A person of governance's directory signs in; a guest comes by a link."""

    __tablename__ = "participant"
    __table_args__ = (
        CheckConstraint("role IN ('chair', 'secretary', 'delegate', 'guest')", name="role"),
        CheckConstraint("answer IN ('none', 'accepted', 'tentative', 'declined')", name="answer"),
        CheckConstraint("(person_id IS NULL) = (role = 'guest')", name="guest"),
        UniqueConstraint("meeting_id", "person_id"),
        Index(None, "account_id", postgresql_where=text("account_id IS NOT NULL")),
        Index(None, "username", postgresql_where=text("username IS NOT NULL")),
        Index(
            "uq_participant_chair",
            "meeting_id",
            unique=True,
            postgresql_where=text("role = 'chair' AND removed_at IS NULL"),
        ),
        Index("ix_participant_to_tell", "meeting_id", postgresql_where=text("told = (removed_at IS NOT NULL)")),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    role: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    account_id: Mapped[UUID | None]
    username: Mapped[str | None]
    """What the person signs in with, where no account was known at the invitation."""
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(default=_folded)
    sort_key: Mapped[str]
    title: Mapped[str]
    """Position, or where a guest comes from."""
    agency: Mapped[str]
    email: Mapped[str]
    language: Mapped[str] = mapped_column(default="vi")
    answer: Mapped[str] = mapped_column(default="none")
    answer_note: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    substitute_of: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"))
    """Whose place this person takes; that one no longer counts."""
    removed_at: Mapped[datetime | None]
    """No longer invited, or put out of the meeting."""
    entry: Mapped[str] = mapped_column(default="")
    """admitted or refused by who conducts; empty: not decided."""
    told: Mapped[bool] = mapped_column(default=False)
    """Has the invitation, and no cancellation of it."""
    told_sequence: Mapped[int] = mapped_column(default=-1)
    """Of the last mail: the next has a higher one."""
    told_content: Mapped[str] = mapped_column(default="")
    """Digest of what the last invitation said."""
    silenced: Mapped[bool] = mapped_column(default=False)
    """Put to silence by who conducts: cannot unmute."""
