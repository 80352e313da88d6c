from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Base, Identified, Versioned


class Member(Identified, Versioned, Base):
    """An agency or organisation, from its first day to before `valid_to`. `code` is the canonical `H02.01`."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("member_class", "code"),
        CheckConstraint("member_class IN ('GOV', 'COM', 'ORG', 'NAT')", name="member_class"),
        CheckConstraint("valid_to > valid_from", name="validity"),
        Index(None, "sort_key", "id"),
    )

    member_class: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    name_folded: Mapped[str]
    sort_key: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    aliases: Mapped[list["MemberAlias"]] = relationship(
        cascade="all, delete-orphan", order_by="MemberAlias.alias", lazy="selectin"
    )


class MemberAlias(Base):
    """Another spelling of a member's code, such as the reversed form of QCVN 102:2016 (`000.00.01.H02`)."""

    __tablename__ = "member_alias"

    alias: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
