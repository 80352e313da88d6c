from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.errors import ColumnNotFound, DatasetFed, DatasetNotFound, GrantNotFound
from analytics.dataset.reach import granted_to, known_to, owned_by
from analytics.dataset.schemas import DatasetFilter
from analytics.dataset.tables import Dataset, DatasetColumn, DatasetGrant
from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold

KEYS = {
    "name": Dataset.sort_key,
    "loaded_at": Dataset.loaded_at,
    "rows": Dataset.rows,
    "owner": Dataset.owner,
}
DAYS = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366}


async def list_datasets(session: AsyncSession, caller: Caller, wanted: DatasetFilter, now: datetime) -> Page[Dataset]:
    return await paged(session, _matching(caller, wanted, now), wanted, KEYS, Dataset.id)


async def get_dataset(session: AsyncSession, caller: Caller, dataset_id: UUID) -> Dataset:
    found: Dataset | None = await session.scalar(select(Dataset).where(Dataset.id == dataset_id, known_to(caller)))
    if found is None:
        raise DatasetNotFound
    return found


async def get_own_dataset(session: AsyncSession, caller: Caller, dataset_id: UUID) -> Dataset:
    """For changing it."""
    found: Dataset | None = await session.scalar(select(Dataset).where(Dataset.id == dataset_id, owned_by(caller)))
    if found is None:
        raise DatasetNotFound
    return found


async def get_loadable_dataset(session: AsyncSession, caller: Caller, dataset_id: UUID) -> Dataset:
    """For putting rows into it; DatasetFed where events do that."""
    found = await get_own_dataset(session, caller, dataset_id)
    if found.source != "upload":
        raise DatasetFed
    return found


async def find_fed_dataset(session: AsyncSession, code: str) -> Dataset | None:
    """Whoever may see it."""
    fed = Dataset.code == code, Dataset.source == "event"
    found: Dataset | None = await session.scalar(select(Dataset).where(*fed))
    return found


async def columns_of(session: AsyncSession, dataset_id: UUID) -> Sequence[DatasetColumn]:
    mine = select(DatasetColumn).where(DatasetColumn.dataset_id == dataset_id)
    return (await session.scalars(mine.order_by(DatasetColumn.position))).all()


async def columns_of_each(session: AsyncSession, datasets: Iterable[UUID]) -> dict[UUID, list[DatasetColumn]]:
    found: dict[UUID, list[DatasetColumn]] = {one: [] for one in datasets}
    theirs = select(DatasetColumn).where(DatasetColumn.dataset_id.in_(found))
    for column in await session.scalars(theirs.order_by(DatasetColumn.position)):
        found[column.dataset_id].append(column)
    return found


async def get_column(session: AsyncSession, dataset_id: UUID, name: str) -> DatasetColumn:
    mine = DatasetColumn.dataset_id == dataset_id, DatasetColumn.name == name
    found: DatasetColumn | None = await session.scalar(select(DatasetColumn).where(*mine))
    if found is None:
        raise ColumnNotFound
    return found


async def grants_of(session: AsyncSession, dataset_id: UUID) -> Sequence[DatasetGrant]:
    mine = select(DatasetGrant).where(DatasetGrant.dataset_id == dataset_id)
    return (await session.scalars(mine.order_by(DatasetGrant.created_at, DatasetGrant.id))).all()


async def grants_for(session: AsyncSession, caller: Caller, dataset_id: UUID) -> Sequence[DatasetGrant]:
    """Those that speak of the caller."""
    mine = select(DatasetGrant).where(DatasetGrant.dataset_id == dataset_id, granted_to(caller))
    return (await session.scalars(mine)).all()


async def get_grant(session: AsyncSession, dataset_id: UUID, grant_id: UUID) -> DatasetGrant:
    found = await session.get(DatasetGrant, grant_id)
    if found is None or found.dataset_id != dataset_id:
        raise GrantNotFound
    return found


async def owners(session: AsyncSession, caller: Caller) -> Sequence[str]:
    """Agencies of whose datasets the caller knows."""
    return (await session.scalars(select(Dataset.owner).where(known_to(caller)).distinct())).all()


async def tags_known(session: AsyncSession, caller: Caller) -> Sequence[str]:
    tag = func.unnest(Dataset.tags).label("tag")
    return (await session.scalars(select(tag).where(known_to(caller)).distinct().order_by(tag).limit(200))).all()


def due_at(dataset: Dataset) -> datetime | None:
    """When it should be renewed."""
    days = DAYS.get(dataset.refresh)
    return dataset.loaded_at + timedelta(days=days) if days else None


def _matching(caller: Caller, wanted: DatasetFilter, now: datetime) -> Select[Dataset]:
    query = select(Dataset).where(known_to(caller))
    for word in fold(wanted.q).split():
        query = query.where(Dataset.folded.contains(word, autoescape=True))
    if wanted.owner:
        query = query.where(Dataset.owner == wanted.owner)
    if wanted.tag:
        query = query.where(Dataset.tags.contains([wanted.tag]))
    if wanted.source:
        query = query.where(Dataset.source == wanted.source)
    return query.where(_state(wanted.state, now)) if wanted.state else query


def _state(state: str, now: datetime) -> ColumnElement[bool]:
    if state == "empty":
        return Dataset.snapshot.is_(None)
    days = case(DAYS, value=Dataset.refresh, else_=100_000)
    late = Dataset.loaded_at + days * literal(timedelta(days=1)) < now
    return and_(Dataset.snapshot.is_not(None), late if state == "late" else ~late)
