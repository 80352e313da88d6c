"""What the rules propose masks at once; what people decide stays, whatever later loads propose."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.queries import get_column, get_own_dataset
from analytics.dataset.tables import DatasetColumn
from analytics.tag.schemas import Decision
from kit.auth import Caller
from kit.editing import expect


async def decide(session: AsyncSession, caller: Caller, dataset_id: UUID, name: str, data: Decision) -> DatasetColumn:
    await get_own_dataset(session, caller, dataset_id)
    column = await get_column(session, dataset_id, name)
    expect(column, data.version, {"tag": data.tag})
    column.tag_state = "confirmed" if data.tag else "refused"
    column.tag = data.tag or column.tag
    column.tagged_by = caller.name or caller.username
    await session.flush()
    return column
