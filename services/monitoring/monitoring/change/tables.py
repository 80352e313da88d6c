from sqlalchemy import Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class IndicatorChange(Base):
    """A row for each change and each of its readers: writers never wait for one another or for a reader."""

    __tablename__ = "indicator_change"
    __table_args__ = (Index(None, "reader", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    reader: Mapped[str]
    code: Mapped[str]
    """Of the indicator: `P5.1`."""
