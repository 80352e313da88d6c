from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class Room(Identified, Versioned, Base):
    """A room is kept, not deleted: past meetings were held there."""

    __tablename__ = "meeting_room"
    __table_args__ = (UniqueConstraint("agency", "name"),)

    agency: Mapped[str]
    name: Mapped[str]
    folded: Mapped[str]
    """Name and place, for searching."""
    sort_key: Mapped[str]
    seats: Mapped[int]
    place: Mapped[str]
    """Building and floor."""
    closed: Mapped[bool] = mapped_column(default=False)
    """No more meetings."""
