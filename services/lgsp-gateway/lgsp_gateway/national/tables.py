from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned
from kit.vault import locked

PURPOSE = "national-platform"
"""What kit.vault locks the secrets for."""


class NationalPlatform(Identified, Versioned, Base):
    """A platform above the province that gives tokens to this gateway. Services of kind 'national' whose address
    begins with its `base_url` are called with such a token."""

    __tablename__ = "national_platform"
    __table_args__ = (CheckConstraint("base_url LIKE 'http%'", name="base_url"),)

    name: Mapped[str]
    base_url: Mapped[str] = mapped_column(unique=True)
    token_url: Mapped[str]
    client_id: Mapped[str]
    locked_secret: Mapped[str] = mapped_column(info=locked(PURPOSE, label="base_url"))
