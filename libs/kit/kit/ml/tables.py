from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified


class ModelVersion(Identified, Base):
    """What one training made. The artifact is bytes in the row: it is there or not together with what is said of it,
    and every replica finds it."""

    __tablename__ = "model_version"
    __table_args__ = (
        UniqueConstraint("name", "number"),
        CheckConstraint("better OR NOT in_use", name="better"),
        Index("uq_model_version_in_use", "name", unique=True, postgresql_where=text("in_use")),
    )

    name: Mapped[str]
    number: Mapped[int]
    artifact: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    digest: Mapped[str]
    """SHA-256 of the artifact."""
    card: Mapped[dict[str, Any]]
    better: Mapped[bool]
    """Than its baseline on the held-out examples; without it a version is never used."""
    in_use: Mapped[bool] = mapped_column(default=False)
    trained_at: Mapped[datetime] = mapped_column(server_default=func.now())
    trained_by: Mapped[str]


class ModelChange(Base):
    """Which version was taken into use, when and by whom."""

    __tablename__ = "model_change"
    __table_args__ = (
        CheckConstraint("action IN ('promote', 'rollback')", name="action"),
        Index(None, "name", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str]
    version_id: Mapped[UUID] = mapped_column(ForeignKey("model_version.id"), index=True)
    action: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    by: Mapped[str]

    version: Mapped[ModelVersion] = relationship()


class ModelTraining(Identified, Base):
    """A training that was asked for. One at a time of each model waits or runs."""

    __tablename__ = "model_training"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'running', 'finished', 'failed')", name="status"),
        Index("uq_model_training_open", "name", unique=True, postgresql_where=text("status IN ('waiting', 'running')")),
        Index(None, "name", "id"),
    )

    name: Mapped[str]
    status: Mapped[str] = mapped_column(default="waiting")
    step: Mapped[str] = mapped_column(default="")
    """Of a running one: reading, fitting, judging, saving."""
    promotes: Mapped[bool] = mapped_column(default=False)
    """Taken into use at once if it is better than its baseline: the first one, which nobody asked for."""
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    asked_by: Mapped[str]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    """Why it failed: a code."""
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("model_version.id"), index=True)

    version: Mapped[ModelVersion | None] = relationship(lazy="selectin")

    @property
    def number(self) -> int | None:
        return self.version.number if self.version else None


class ModelCorrection(Identified, Base):
    """What somebody made of an answer: the label that is right, for the features as the model saw them."""

    __tablename__ = "model_correction"
    __table_args__ = (UniqueConstraint("name", "digest"), Index(None, "name", "at"))

    name: Mapped[str]
    digest: Mapped[str]
    """Of the features: what is corrected twice counts once, as it was said last."""
    features: Mapped[dict[str, Any]]
    suggested: Mapped[str | None]
    """None: the model kept silent."""
    number: Mapped[int | None]
    """Of the version that answered."""
    right: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    by: Mapped[str]
    """Account."""


class ModelUse(Base):
    """How often a version gave such an answer to such an input on a day: counts alone, nobody's words."""

    __tablename__ = "model_use"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    aspect: Mapped[str] = mapped_column(primary_key=True)
    """`answer`, `confidence`, or a trait of the input."""
    bucket: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
