from datetime import datetime

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class Revocation(Base):
    """Tokens that are refused though they have not expired: one, or all that were issued to somebody so far.

    Kept until the last of those tokens has expired. `transaction` lets each process read only what is new.
    """

    __tablename__ = "revocation"
    __table_args__ = (CheckConstraint("kind IN ('token', 'client', 'subject', 'session')", name="kind"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    revoked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    transaction: Mapped[int] = mapped_column(server_default=text("pg_current_xact_id()::text::bigint"), index=True)
