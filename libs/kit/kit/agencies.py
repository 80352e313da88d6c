"""The agencies of the province as the gateway tells of them: each service keeps its copy, by date.

class Agency(AgencyColumns, Base): ...          # in the service's tables.py
follow_agencies(consumer, Agency)               # in its consumers.py
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Index, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from kit.consumer import Consumer, Received, project
from kit.contracts.lgsp_gateway import MemberChanged, MemberRegistered
from kit.db import Base
from kit.text import fold, sort_key


class AgencyColumns:
    """From its first day to before `valid_to`. `code` is the canonical `H02.05`, which a token names as `agency`."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index | dict[str, bool], ...]:  # noqa: N805 - SQLAlchemy passes the class
        """One process may hold several services' copies, as the one that migrates all does: they are the same."""
        return (Index(None, "code"), Index(None, "sort_key"), {"extend_existing": True})

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    name_folded: Mapped[str]
    sort_key: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int]

    @classmethod
    def valid_on(cls, day: date) -> ColumnElement[bool]:
        return (cls.valid_from <= day) & or_(cls.valid_to.is_(None), cls.valid_to > day)


A = TypeVar("A", bound=AgencyColumns)


def follow_agencies(consumer: Consumer, table: type[Base]) -> None:
    """Keeps `table`, an AgencyColumns, as the gateway tells; members that are no agencies are none of ours."""

    async def keep(session: AsyncSession, events: list[Received[Any]]) -> None:
        rows = [_row(one.event, one.version) for one in events if one.event.member_class == "GOV"]
        await project(session, table, rows)

    consumer.on(MemberRegistered)(keep)
    consumer.on(MemberChanged)(keep)


async def agencies_on(session: AsyncSession, table: type[A], day: date) -> Sequence[A]:
    """In Vietnamese order."""
    found = select(table).where(table.valid_on(day)).order_by(table.sort_key)
    return (await session.scalars(found)).all()


async def agency_names(session: AsyncSession, table: type[A], codes: Iterable[str] | None = None) -> dict[str, str]:
    """By code, past ones too; of all, or of those asked for."""
    wanted = select(table.code, table.name).order_by(table.valid_from)
    rows = await session.execute(wanted if codes is None else wanted.where(table.code.in_(set(codes))))
    return {code: name for code, name in rows}  # noqa: C416 - rows are no pairs to mypy


def _row(event: MemberRegistered | MemberChanged, version: int) -> dict[str, Any]:
    facts = event.model_dump(include={"member_id", "code", "name", "valid_from", "valid_to"})
    return {**facts, "name_folded": fold(event.name), "sort_key": sort_key(event.name), "version": version}
