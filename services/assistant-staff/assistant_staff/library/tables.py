from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Identified, Versioned


class Law(Identified, Versioned, Base):
    """A law, decree or circular. It holds from `effective_from` to before `effective_to`."""

    __tablename__ = "law"
    __table_args__ = (
        UniqueConstraint("folded", "number"),
        CheckConstraint("effective_to > effective_from", name="effective"),
        CheckConstraint("replaced_by <> id", name="replaced"),
        Index(None, "sort_key", "id"),
        Index(None, "order_key", "id"),
    )

    name: Mapped[str]
    folded: Mapped[str]
    sort_key: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    """Số, ký hiệu: "51/2005/QH11"."""
    issuer: Mapped[str] = mapped_column(default="")
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    order_key: Mapped[date]
    """`effective_from`, or the beginning of time: order needs a value."""
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("law.id"))
    verified: Mapped[bool] = mapped_column(default=False)
    """Somebody compared it with what was published."""
    articles: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]


class LawArticle(Identified, Base):
    __tablename__ = "law_article"
    __table_args__ = (UniqueConstraint("law_id", "number"),)

    law_id: Mapped[UUID] = mapped_column(ForeignKey("law.id"))
    number: Mapped[str]
    """Of the article, with its letter if it has one: "12", "12a"."""
    place: Mapped[int]
    chapter: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    text: Mapped[str]
