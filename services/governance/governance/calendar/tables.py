from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class Holiday(Identified, Versioned, Base):
    """A day that is not what its weekday says: `off`, or a day of a weekend that is `worked` instead of another."""

    __tablename__ = "holiday"
    __table_args__ = (CheckConstraint("kind IN ('off', 'worked')", name="kind"),)

    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="off")
    name: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    """The announcement it was taken from."""
    verified: Mapped[bool] = mapped_column(default=False)
    """Whether somebody compared it with that announcement."""


class HolidayYear(Base):
    """A year whose statutory days were written down; from then on people decide what is in it."""

    __tablename__ = "holiday_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    written_at: Mapped[datetime]
