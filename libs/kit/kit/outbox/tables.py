from datetime import datetime
from uuid import UUID

from sqlalchemy import Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class OutboxEvent(Base):
    """An event on its way to the bus, written in the transaction that made it true.

    Published rows stay for a while, so that a bus that lost its data can be given them again.
    """

    __tablename__ = "outbox_event"
    __table_args__ = (
        Index("ix_outbox_event_waiting", "id", postgresql_where=text("published_at IS NULL")),
        Index("ix_outbox_event_published", "published_at", postgresql_where=text("published_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    event_id: Mapped[UUID]
    topic: Mapped[str]
    aggregate: Mapped[str]
    body: Mapped[str]
    """The envelope as JSON, as it goes out."""
    emitted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_at: Mapped[datetime | None]
