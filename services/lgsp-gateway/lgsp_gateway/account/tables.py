from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned
from kit.vault import locked
from lgsp_gateway.member.tables import Member

PURPOSE = "account"
"""What kit.vault locks for."""


class Account(Identified, Versioned, Base):
    """A person who signs in. `username` and `email` are kept in lower case."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("kind IN ('official', 'citizen')", name="kind"),
        CheckConstraint("state IN ('active', 'locked')", name="state"),
        CheckConstraint("kind = 'official' OR (member_id IS NULL AND roles = '{citizen}')", name="citizen"),
        Index("uq_account_email", "email", unique=True, postgresql_where=text("email <> ''")),
        Index(None, "sort_key", "id"),
    )

    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_folded: Mapped[str]
    sort_key: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="official")
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), index=True)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    language: Mapped[str] = mapped_column(default="vi")
    state: Mapped[str] = mapped_column(default="active")

    password_hash: Mapped[str | None]
    """None: signs in at an outside provider only."""
    password_changed_at: Mapped[datetime | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    totp_locked: Mapped[str | None] = mapped_column(info=locked(PURPOSE, label="id"))
    """The secret; set while it is being enrolled, in force once confirmed."""
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    """The 30-second step of the last accepted code: none is accepted twice."""
    sessions_ended_at: Mapped[datetime | None]
    """Sessions that had begun by then are over."""
    signed_in_at: Mapped[datetime | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]

    member: Mapped[Member | None] = relationship(lazy="joined")

    @property
    def agency(self) -> str | None:
        """The code of the agency the person works for: `H02.05`."""
        return self.member.code if self.member else None

    @property
    def has_totp(self) -> bool:
        return self.totp_confirmed_at is not None


class RecoveryCode(Identified, Base):
    """Signs in once in place of a TOTP code; the SHA-256 of a random one, locked by kit.vault for its account."""

    __tablename__ = "recovery_code"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(info=locked(PURPOSE, label="account_id"))
    used_at: Mapped[datetime | None]


class PasswordLink(Base):
    """A link by mail to choose a new password: works once, for a while; only its SHA-256 is kept."""

    __tablename__ = "password_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Attempts(Base):
    """Failed sign-ins in a row, by account name, address or known browser. `key` is a keyed hash of which."""

    __tablename__ = "sign_in_attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    blocked_until: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
