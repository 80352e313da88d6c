from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class GuestPass(Identified, Versioned, Base):
    """The link of one guest. Neither the link nor the PIN is kept, only what recognises them (see link.py).

    Taken back by removing its participant; over with the meeting.
    """

    __tablename__ = "guest_pass"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    pin_hash: Mapped[str]
    serial: Mapped[int]
    """Raised with every new link, so that cookies given for an older one end."""
    tries: Mapped[int] = mapped_column(default=0)
    """Since the last right PIN."""
    issued_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
