"""Procedures as replies name them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.procedure.tables import Procedure


async def names(session: AsyncSession, procedure_ids: Sequence[UUID]) -> dict[UUID, str]:
    wanted = select(Procedure.id, Procedure.name).where(Procedure.id.in_(procedure_ids), ~Procedure.withdrawn)
    return {row.id: row.name for row in await session.execute(wanted)}


async def code_of(session: AsyncSession, procedure_id: UUID) -> str | None:
    found: str | None = await session.scalar(select(Procedure.code).where(Procedure.id == procedure_id))
    return found
