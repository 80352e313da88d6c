from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned

OFFICE_LEVELS = ("province", "commune", "central")
"""`central`: what a ministry or the central government keeps in the province, such as the police, tax and insurance."""


class Office(Identified, Versioned, Base):
    """`fields`: those of procedures it takes in; none: everything of its level."""

    __tablename__ = "office"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint(f"level IN {OFFICE_LEVELS}", name="level"),
        Index(None, "sort_key", "id"),
    )

    code: Mapped[str]
    name: Mapped[str]
    folded: Mapped[str]
    sort_key: Mapped[str]
    level: Mapped[str]
    area: Mapped[str]
    """The commune, ward or special zone it serves; empty: the province."""
    address: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    website: Mapped[str]
    hours: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(JSONB())
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    verified: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str]
    updated_at: Mapped[datetime]
