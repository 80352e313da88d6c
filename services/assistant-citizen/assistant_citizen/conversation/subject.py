"""Procedures as replies name them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.procedure.tables import Procedure

_NAMES = select(Procedure.id, Procedure.name).where(
    Procedure.id.in_(bindparam("ids", expanding=True)), ~Procedure.withdrawn
)


async def names(session: AsyncSession, procedure_ids: Sequence[UUID]) -> dict[UUID, str]:
    return {row.id: row.name for row in await session.execute(_NAMES, {"ids": procedure_ids})}


async def code_of(session: AsyncSession, procedure_id: UUID) -> str | None:
    found: str | None = await session.scalar(select(Procedure.code).where(Procedure.id == procedure_id))
    return found
