from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class ActionCard(Identified, Versioned, Base):
    """A task as it would be. Its id is the key under which governance opens it, once."""

    __tablename__ = "action_card"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'done', 'dropped')", name="state"),
        Index(None, "account", "id"),
        Index(None, "conversation_id"),
    )

    account: Mapped[str]
    conversation_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="draft")
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    lead: Mapped[str] = mapped_column(default="")
    """As governance's list of parties writes it: `H02.14/<unit>/<person>`."""
    lead_name: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    task_id: Mapped[UUID | None]
    task_path: Mapped[str] = mapped_column(default="")
    correlation_id: Mapped[str] = mapped_column(default="")
    """Of what the answer before it quoted first; empty where nothing was."""
