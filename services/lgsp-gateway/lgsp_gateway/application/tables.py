from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned
from lgsp_gateway.member.tables import Member


class Application(Identified, Versioned, Base):
    """A software system of a member: X-Road's subsystem, `VN/GOV/H02.01/mot-cua`. Rates are per second."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("member_id", "code"),
        CheckConstraint("rate_limit > 0 AND burst > 0", name="limits"),
        Index(None, "sort_key", "id"),
    )

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    code: Mapped[str]
    name: Mapped[str]
    name_folded: Mapped[str]
    sort_key: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    rate_limit: Mapped[int]
    burst: Mapped[int]

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)

    @property
    def identifier(self) -> str:
        """Without the instance: `GOV/H02.01/mot-cua`."""
        return f"{self.member.member_class}/{self.member.code}/{self.code}"


class Credential(Identified, Base):
    """How an application proves who it is: the SHA-256 of a 256-bit random secret, or its public keys."""

    __tablename__ = "credential"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'client_secret' AND secret_hash IS NOT NULL AND jwks IS NULL)"
            " OR (kind = 'private_key_jwt' AND secret_hash IS NULL AND jwks IS NOT NULL)",
            name="kind",
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    client_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    label: Mapped[str]
    secret_hash: Mapped[str | None]
    jwks: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="joined", innerjoin=True)
