from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified
from lgsp_gateway.account.tables import Account


class BrowserSession(Identified, Base):
    """Somebody's browser, signed in (`complete`) or on the way there. The cookie's SHA-256 finds it."""

    __tablename__ = "browser_session"
    __table_args__ = (CheckConstraint("stage IN ('code', 'password', 'enrol', 'complete')", name="stage"),)

    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str]
    method: Mapped[str] = mapped_column(default="password")
    """How the person proved who they are: password, password+totp, password+recovery, oidc."""
    browser: Mapped[str]
    """A few words of the User-Agent, for its owner to recognise it by."""
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
