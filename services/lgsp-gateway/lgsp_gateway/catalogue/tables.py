from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned
from lgsp_gateway.application.tables import Application


class Service(Identified, Versioned, Base):
    """A service of an application, off until switched on; while off, callers receive `notice`."""

    __tablename__ = "service"
    __table_args__ = (
        UniqueConstraint("application_id", "code"),
        CheckConstraint("kind IN ('openapi', 'rest', 'national')", name="kind"),
        CheckConstraint("personal_data IN ('none', 'basic', 'sensitive')", name="personal_data"),
        CheckConstraint("enabled OR notice <> ''", name="notice"),
        CheckConstraint("timeout_ms > 0", name="timeout"),
        CheckConstraint("max_request_bytes >= 0 AND max_response_bytes > 0", name="sizes"),
        CheckConstraint("rate_limit > 0 AND burst > 0 AND retention_days > 0", name="limits"),
        Index(None, "sort_key", "id"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    code: Mapped[str]
    name: Mapped[str]
    name_folded: Mapped[str]
    sort_key: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    base_url: Mapped[str]
    """Where calls go; an endpoint's template is appended to it."""
    timeout_ms: Mapped[int]
    max_request_bytes: Mapped[int]
    max_response_bytes: Mapped[int]
    rate_limit: Mapped[int]
    """Calls a second that each calling application may make of this service."""
    burst: Mapped[int]
    enabled: Mapped[bool] = mapped_column(default=False)
    notice: Mapped[str]
    back_at: Mapped[datetime | None]
    """When a service that is off is expected back."""
    personal_data: Mapped[str] = mapped_column(default="none")
    retention_days: Mapped[int]
    description_url: Mapped[str] = mapped_column(default="")
    description: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    description_digest: Mapped[str] = mapped_column(default="")
    described_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="joined", innerjoin=True)
    endpoints: Mapped[list["Endpoint"]] = relationship(
        cascade="all, delete-orphan", order_by="Endpoint.template, Endpoint.method", lazy="selectin"
    )

    @property
    def identifier(self) -> str:
        """Without the instance: `GOV/H02.01/danh-muc/don-vi`."""
        return f"{self.application.identifier}/{self.code}"


class Endpoint(Identified, Base):
    """A method (`*` for any) and a path template. `shape` is the template without its names: `/pets/{}`."""

    __tablename__ = "endpoint"
    __table_args__ = (UniqueConstraint("service_id", "method", "shape"),)

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    method: Mapped[str]
    template: Mapped[str]
    shape: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    imported: Mapped[bool]
