from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class Passage(Identified, Base):
    """A part of a text that is found and quoted as one: an article of a law, some paragraphs of a document.

    One that is gone stays for some days without words, so that every process learns of it.
    """

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("source_id", "place"),
        CheckConstraint("kind IN ('law', 'document', 'task', 'minutes')", name="kind"),
        Index(None, "changed_at"),
    )

    kind: Mapped[str]
    source_id: Mapped[UUID]
    """Of the article, document, task or minutes."""
    place: Mapped[int]
    path: Mapped[str]
    """Name of the whole: "Luật Du lịch"."""
    title: Mapped[str]
    text: Mapped[str]
    gone: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
