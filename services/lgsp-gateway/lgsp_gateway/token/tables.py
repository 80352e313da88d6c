from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base
from kit.vault import locked

PURPOSE = "signing-key"
"""What kit.vault locks them for."""


class SigningKey(Base):
    """A key of access tokens. `next` is published ahead, `current` signs, `retired` still verifies until it expires."""

    __tablename__ = "signing_key"
    __table_args__ = (
        CheckConstraint("state IN ('next', 'current', 'retired')", name="state"),
        CheckConstraint("(state = 'retired') = (expires_at IS NOT NULL)", name="expiry"),
        Index("uq_signing_key_one", "state", unique=True, postgresql_where=text("state IN ('next', 'current')")),
    )

    kid: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    public: Mapped[dict[str, Any]]
    locked: Mapped[str] = mapped_column(info=locked(PURPOSE, label="kid"))
    """The private key."""
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class UsedAssertion(Base):
    """A client's signed assertion works once (RFC 7523, section 3, `jti`)."""

    __tablename__ = "used_assertion"

    client_id: Mapped[str] = mapped_column(primary_key=True)
    jti: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
