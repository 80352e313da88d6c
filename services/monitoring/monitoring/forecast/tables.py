from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class Forecast(Base):
    """What is expected of an indicator at its date. Only of those that have a target and a date."""

    __tablename__ = "forecast"
    __table_args__ = (CheckConstraint("state IN ('told', 'few', 'past', 'other')", name="state"),)

    code: Mapped[str] = mapped_column(ForeignKey("indicator.code"), primary_key=True)
    state: Mapped[str]
    """told; few: not enough figures; past: the date is over; other: nothing that grows, such as a document."""
    chance: Mapped[float | None]
    """Of meeting the target at its date, 0 to 1."""
    baseline: Mapped[float | None]
    """What a random walk with drift says."""
    low: Mapped[float | None]
    high: Mapped[float | None]
    """The figure at the date lies between them four times in five."""
    middle: Mapped[float | None]
    target: Mapped[float]
    due_on: Mapped[date]
    points: Mapped[int]
    """Figures it rests on."""
    last_on: Mapped[date | None]
    fan: Mapped[list[dict[str, Any]]] = mapped_column(JSONB())
    """`day`, `low`, `middle`, `high` on the way to the date."""
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSONB())
    """`group` of features and its `effect` on the chance, strongest first."""
    model_version: Mapped[int]
    made_at: Mapped[datetime]
