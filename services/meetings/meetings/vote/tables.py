from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned
from kit.vault import locked

PURPOSE = "ballot-paper"
"""Of the key that locks the keys of votes."""
State = Literal["prepared", "open", "closed", "cancelled"]
STATES: tuple[State, ...] = ("prepared", "open", "closed", "cancelled")


class Vote(Identified, Versioned, Base):
    """A question put to the members inside. Its result stands in it once it is closed, and in the chain."""

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint("state IN ('prepared', 'open', 'closed', 'cancelled')", name="state"),
        CheckConstraint("0 <= least AND least <= most AND most <= cardinality(options)", name="choices"),
        CheckConstraint("(state = 'closed') = (counts IS NOT NULL)", name="result"),
        CheckConstraint("state = 'open' OR locked_key IS NULL", name="key"),
        Index(None, "meeting_id", "id"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)
    question: Mapped[str]
    options: Mapped[list[str]] = mapped_column(ARRAY(Text))
    secret: Mapped[bool]
    least: Mapped[int]
    most: Mapped[int]
    """So many options are chosen on one ballot."""
    state: Mapped[str] = mapped_column(default="prepared")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(default="")
    modulus: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Of a secret vote: the public key its papers are signed for."""
    locked_key: Mapped[str | None] = mapped_column(info=locked(PURPOSE, label="id"))
    """The private key, gone once the vote is over: no paper can be made afterwards."""
    counts: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    """By option."""
    cast: Mapped[int | None]
    electorate: Mapped[int | None]
    digest: Mapped[str | None]
    """SHA-256 of all ballots, as the export lists them."""
    record_id: Mapped[UUID | None]
    """Of the chain, where the result is sealed."""


class Voter(Base):
    """The electorate, fixed when the vote is opened. No times: they would say who came when."""

    __tablename__ = "voter"

    vote_id: Mapped[UUID] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    blinded: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The one token signed for this person, blinded; taken out when the vote is over."""


class Ballot(Base):
    """An open one: of a voter, and one each."""

    __tablename__ = "ballot"
    __table_args__ = (ForeignKeyConstraint(["vote_id", "participant_id"], ["voter.vote_id", "voter.participant_id"]),)

    vote_id: Mapped[UUID] = mapped_column(primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(primary_key=True)
    choices: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    """Places of options, from 0, rising."""


class SecretBallot(Base):
    """One each token: nothing else is known of it, neither whose nor when (docs/decisions/0048-secret-ballot.md)."""

    __tablename__ = "secret_ballot"

    vote_id: Mapped[UUID] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    token: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the signed token, hexadecimal."""
    choices: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
