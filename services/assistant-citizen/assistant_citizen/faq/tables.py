from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class Faq(Identified, Versioned, Base):
    """A question people ask often; `wordings`: other ways to ask it, one a line."""

    __tablename__ = "faq"
    __table_args__ = (Index(None, "sort_key", "id"),)

    question: Mapped[str]
    wordings: Mapped[str]
    folded: Mapped[str]
    sort_key: Mapped[str]
    answer: Mapped[str]
    field: Mapped[str]
    procedure_id: Mapped[UUID | None] = mapped_column(ForeignKey("procedure.id", ondelete="SET NULL"), index=True)
    aspect: Mapped[str | None]
    verified: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str]
    updated_at: Mapped[datetime]
