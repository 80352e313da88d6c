from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql_text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from kit.db import Base, Identified, Versioned
from kit.vault import locked

VAULT = "petition"
"""What kit.vault locks for."""
STATES = ("received", "assigned", "processing", "answered", "refused", "redirected")
CLOSED = ("answered", "refused", "redirected")
STEPS = (
    "filed", "assigned", "processing", "returned", "answered", "refused", "redirected", "corrected", "contact_seen",
    "rated",
)  # fmt: skip
RATINGS = ("good", "bad")


class Petition(Identified, Versioned, Base):
    """The words of a citizen, and what became of them. Who it was is locked apart, where it was told at all."""

    __tablename__ = "petition"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("code_digest"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"rating IN {RATINGS}", name="rating"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="position"),
        Index(None, "filed_at", "id"),
        Index(None, "state", "filed_at"),
        Index(None, "closed_at", postgresql_where=sql_text("contact_locked IS NOT NULL")),
    )

    key: Mapped[UUID]
    """Of the form it was sent with: sent twice, it is filed once."""
    content_digest: Mapped[str]
    """What was sent with that key, so that nobody gets another's code by it."""
    code_digest: Mapped[str]
    """The code itself only its citizen has."""
    category: Mapped[str]
    area_code: Mapped[str]
    area: Mapped[str]
    """The commune or ward, as the office there says it; empty where it was not told."""
    place: Mapped[str]
    """Where exactly, in the citizen's words."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    text: Mapped[str]
    folded: Mapped[str]
    contact_locked: Mapped[str | None] = mapped_column(info=locked(VAULT, label="id"))
    """Name and telephone, under a key of this service; erased some time after the petition is closed."""
    language: Mapped[str]
    state: Mapped[str]
    filed_at: Mapped[datetime]
    correlation_id: Mapped[str]
    task_id: Mapped[UUID | None]
    task_path: Mapped[str]
    task_state: Mapped[str]
    task_version: Mapped[int]
    lead_agency: Mapped[str]
    agencies: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    """Who gave, leads and helps with the task, and so may read it."""
    answer: Mapped[str]
    redirected_to: Mapped[str]
    answered_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    rating: Mapped[str | None]
    rated_at: Mapped[datetime | None]


class PetitionPhoto(Identified, Base):
    """As it was drawn anew: nothing of the file that came but its picture."""

    __tablename__ = "petition_photo"
    __table_args__ = (UniqueConstraint("petition_id", "place"), Index(None, "digest"))

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id", ondelete="CASCADE"))
    place: Mapped[int]
    digest: Mapped[str]
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]

    @property
    def name(self) -> str:
        return f"{self.place}.jpg"

    @property
    def media_type(self) -> str:
        return "image/jpeg"


class PetitionStep(Identified, Base):
    """What was done with a petition, and which official did it."""

    __tablename__ = "petition_step"
    __table_args__ = (CheckConstraint(f"action IN {STEPS}", name="action"), Index(None, "petition_id", "id"))

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    action: Mapped[str]
    by_name: Mapped[str]
    account: Mapped[str]
