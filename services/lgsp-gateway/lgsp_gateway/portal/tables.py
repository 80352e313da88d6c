from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, func
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base


class FeedItem(Base):
    """Something that happened, as the portal tells it: the text `feed.<text>` filled with `values`.

    `id` is the place in the feed. An item with a `key` stands for many events: it changes, and moves to the front.
    """

    __tablename__ = "feed_item"
    __table_args__ = (CheckConstraint("tone IN ('success', 'info', 'warning', 'danger')", name="tone"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    key: Mapped[str | None] = mapped_column(unique=True)
    topic: Mapped[str]
    text: Mapped[str]
    scope: Mapped[str] = mapped_column(default="")
    """What its reader needs; empty: everybody who is signed in."""
    tone: Mapped[str] = mapped_column(default="info")
    values: Mapped[dict[str, Any]]
    link: Mapped[str] = mapped_column(default="")
    happened_at: Mapped[datetime] = mapped_column(index=True)


NEXT_PLACE = func.nextval(func.pg_get_serial_sequence("feed_item", "id"))
HEALTH = "platform-health"
"""Topic of items that say how a platform is."""
STIRRED = "platform-stirred"
"""Topic of items that say only that there is something new on a platform: see portal.stirring."""


class PlatformHealth(Base):
    """How each platform is, since when, and how often its process was started again."""

    __tablename__ = "platform_health"
    __table_args__ = (CheckConstraint("state IN ('up', 'down')", name="state"),)

    service: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    """Names of the checks that fail; `connection` when it does not answer at all."""
    since: Mapped[datetime]
    restarts: Mapped[int] = mapped_column(default=0)


class PersonalNews(Base):
    """That something needs this person's attention; every new thing moves `place` on."""

    __tablename__ = "personal_news"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(BigInteger, Identity(always=False))
    told_at: Mapped[datetime]
