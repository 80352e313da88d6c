from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.queries import get_dataset
from analytics.lake.errors import SnapshotNotFound
from analytics.load.errors import LoadNotFound
from analytics.load.schemas import LoadFilter
from analytics.load.tables import PENDING, Load
from kit.auth import Caller
from kit.page import Page, paged

KEYS = {"created_at": Load.created_at, "rows": Load.rows_taken}


async def list_loads(session: AsyncSession, caller: Caller, dataset_id: UUID, wanted: LoadFilter) -> Page[Load]:
    await get_dataset(session, caller, dataset_id)
    query = select(Load).where(Load.dataset_id == dataset_id)
    if wanted.state:
        query = query.where(Load.state == wanted.state)
    newest_first = wanted if wanted.sort else wanted.model_copy(update={"sort": "-created_at"})
    return await paged(session, query, newest_first, KEYS, Load.id)


async def get_load(session: AsyncSession, caller: Caller, dataset_id: UUID, load_id: UUID) -> Load:
    await get_dataset(session, caller, dataset_id)
    found = await session.get(Load, load_id)
    if found is None or found.dataset_id != dataset_id:
        raise LoadNotFound
    return found


async def snapshots_of(session: AsyncSession, dataset_id: UUID) -> Sequence[Load]:
    """Newest first: the loads whose snapshots can be asked."""
    kept = select(Load).where(Load.dataset_id == dataset_id, Load.state == "done", Load.snapshot.is_not(None))
    return (await session.scalars(kept.order_by(Load.snapshot.desc()).limit(500))).all()


async def check_snapshot(session: AsyncSession, dataset_id: UUID, snapshot: int) -> Load:
    kept = Load.dataset_id == dataset_id, Load.state == "done", Load.snapshot == snapshot
    found: Load | None = await session.scalar(select(Load).where(*kept))
    if found is None:
        raise SnapshotNotFound
    return found


async def count_waiting(session: AsyncSession, dataset_id: UUID) -> int:
    waiting = Load.dataset_id == dataset_id, Load.state.in_(PENDING)
    return await session.scalar(select(func.count()).select_from(Load).where(*waiting)) or 0
