from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class Question(Identified, Versioned, Base):
    __tablename__ = "saved_question"
    __table_args__ = (
        CheckConstraint("visibility IN ('own', 'agency', 'province')", name="visibility"),
        CheckConstraint("chart_kind IN ('none', 'bar', 'line', 'area')", name="chart_kind"),
        Index(None, "sort_key"),
        Index(None, "owner"),
    )

    name: Mapped[str]
    folded: Mapped[str]
    sort_key: Mapped[str]
    description: Mapped[str]
    sql: Mapped[str]
    """With {{places}} for values."""
    parameters: Mapped[list[dict[str, Any]]] = mapped_column(JSONB())
    build: Mapped[dict[str, Any] | None]
    """What it was put together of; None: it was written."""
    dialects: Mapped[list[dict[str, Any]]] = mapped_column(JSONB())
    """What was put together in the words of each engine."""
    chart_kind: Mapped[str]
    chart_x: Mapped[str]
    chart_y: Mapped[list[str]] = mapped_column(JSONB())
    chart_ahead: Mapped[int]
    """Steps a forecast goes on after the last; 0: none."""
    visibility: Mapped[str]
    """Who may ask it, each as far as he may see the datasets: its owner, his agency, or every official."""
    owner: Mapped[str]
    owner_name: Mapped[str]
    agency: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class QuestionVersion(Identified, Base):
    """What a question was when it was saved."""

    __tablename__ = "saved_question_version"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    question_id: Mapped[UUID] = mapped_column(ForeignKey("saved_question.id", ondelete="CASCADE"))
    number: Mapped[int]
    sql: Mapped[str]
    parameters: Mapped[list[dict[str, Any]]] = mapped_column(JSONB())
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]
