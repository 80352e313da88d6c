from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from kit.intake.errors import ImportNotFound
from kit.intake.tables import IntakeRow

MOST_RECENT = 10
Row = TypeVar("Row", bound=IntakeRow)


async def get_import(session: AsyncSession, table: type[Row], import_id: UUID, subject: str) -> Row:
    """Only its sender's."""
    found = await session.get(table, import_id)
    if found is None or found.subject != subject:
        raise ImportNotFound
    return found


async def list_imports(session: AsyncSession, table: type[Row], subject: str) -> list[Row]:
    """What one person sent last, newest first, without the rows that were wrong."""
    mine = select(table).where(table.subject == subject).options(defer(table.wrong))
    newest = mine.order_by(table.created_at.desc(), table.id.desc()).limit(MOST_RECENT)
    return list(await session.scalars(newest))
