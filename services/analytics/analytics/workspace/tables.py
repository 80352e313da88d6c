from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class QueryRun(Identified, Base):
    """That somebody asked, never what was answered."""

    __tablename__ = "query_run"
    __table_args__ = (
        CheckConstraint("form IN ('rows', 'csv', 'xlsx', 'parquet')", name="form"),
        Index(None, "asked_by", "started_at"),
        Index(None, "question_id", "started_at"),
        Index(None, "started_at"),
    )

    asked_by: Mapped[str]
    asked_name: Mapped[str]
    agency: Mapped[str | None]
    sql: Mapped[str]
    """With places for values, not the values."""
    question_id: Mapped[UUID | None]
    question_version: Mapped[int | None]
    form: Mapped[str]
    state: Mapped[str]
    """running, or how it ended: ok, cancelled, or what was wrong with it."""
    rows: Mapped[int | None]
    cancelled: Mapped[bool] = mapped_column(server_default=text("false"))
    """Its asker wants no answer any more; the process that runs it looks here."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
