from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class PlatformTold(Base):
    """What was said last; `version` is that of the event."""

    __tablename__ = "platform_told"

    service: Mapped[str] = mapped_column(primary_key=True)
    told: Mapped[dict[str, Any]]
    version: Mapped[int]
