from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from kit.db import Base, Identified

PENDING = ("waiting", "running")


class IntakeRow(Identified, Base):
    """A file on its way in: all of it, or nothing and what is wrong row by row."""

    __abstract__ = True

    @declared_attr.directive
    def __table_args__(cls) -> tuple[CheckConstraint | Index, ...]:  # noqa: N805 - SQLAlchemy passes the class
        return (
            CheckConstraint("state IN ('waiting', 'running', 'done', 'refused', 'failed')", name="state"),
            Index(None, "state", "created_at"),
            Index(None, "subject", "created_at"),
        )

    state: Mapped[str]
    file_name: Mapped[str]
    digest: Mapped[str]
    """Of its content, as kit.files keeps it."""
    subject: Mapped[str]
    """Whose it is: nobody else sees it."""
    agency: Mapped[str | None]
    rows_total: Mapped[int]
    rows_done: Mapped[int]
    wrong_total: Mapped[int]
    wrong: Mapped[list[dict[str, Any]]] = mapped_column(JSONB())
    """The first of them, as kit.sheet.Wrong tells them."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often it was begun."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
