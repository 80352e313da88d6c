from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified


class FieldUnit(Identified, Base):
    """Which unit of an agency leads documents of a field."""

    __tablename__ = "field_unit"
    __table_args__ = (UniqueConstraint("agency", "field"),)

    agency: Mapped[str]
    field: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
