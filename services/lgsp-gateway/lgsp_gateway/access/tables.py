from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue.tables import Endpoint, Service


class AccessRight(Identified, Versioned, Base):
    """What an application may call: a whole service, or one endpoint of it, from its first day
    to before `valid_to`.

    Legal basis and purpose are what Decree 47/2020/NĐ-CP, article 35, asks of a connection.
    """

    __tablename__ = "access_right"
    __table_args__ = (
        CheckConstraint("valid_to > valid_from", name="validity"),
        # A standing right to an endpoint must never turn into one to the whole service.
        CheckConstraint("revoked_at IS NOT NULL OR (endpoint_id IS NULL) = (template = '')", name="reach"),
        Index(
            "uq_access_right_standing",
            "service_id",
            "application_id",
            "endpoint_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    endpoint_id: Mapped[UUID | None] = mapped_column(ForeignKey("endpoint.id", ondelete="SET NULL"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    method: Mapped[str] = mapped_column(default="")
    template: Mapped[str] = mapped_column(default="")
    """What was granted, in words that outlive the endpoint; both empty for the whole service."""
    legal_basis: Mapped[str]
    purpose: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_by: Mapped[str]
    granted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    revoked_by: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str | None]

    service: Mapped[Service] = relationship(lazy="joined", innerjoin=True)
    application: Mapped[Application] = relationship(lazy="joined", innerjoin=True)
    endpoint: Mapped[Endpoint | None] = relationship(lazy="joined")
