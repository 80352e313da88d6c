"""Datasets are described by who owns them; what is in them comes by loads."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.errors import DatasetCodeTaken, GrantTaken
from analytics.dataset.queries import columns_of, get_grant, get_own_dataset
from analytics.dataset.schemas import OF_EVENTS, DatasetCreate, DatasetUpdate, GrantCreate, GrantUpdate
from analytics.dataset.tables import Dataset, DatasetGrant
from kit.auth import Caller
from kit.editing import edit, expect, unless_taken
from kit.errors import Denied, Invalid
from kit.text import fold, sort_key


async def create(session: AsyncSession, caller: Caller, data: DatasetCreate, now: datetime) -> Dataset:
    if not caller.agency:
        raise Denied
    if data.code.startswith(OF_EVENTS):
        raise DatasetCodeTaken(dataset_code=data.code)
    dataset = Dataset(
        **data.model_dump(),
        owner=caller.agency,
        source="upload",
        snapshot=None,
        rows=0,
        bytes=0,
        loaded_at=now,
        created_at=now,
        created_by=caller.name or caller.username,
    )
    _index(dataset)
    async with unless_taken(session, DatasetCodeTaken(dataset_code=data.code)):
        session.add(dataset)
    return dataset


async def change(session: AsyncSession, caller: Caller, dataset_id: UUID, data: DatasetUpdate) -> Dataset:
    dataset = await get_own_dataset(session, caller, dataset_id)
    expect(dataset, data.version, data.model_dump(exclude={"version"}))
    await _refuse_unknown(session, dataset_id, data)
    if edit(dataset, data):
        _index(dataset)
        await session.flush()
    return dataset


async def remove(session: AsyncSession, caller: Caller, dataset_id: UUID, version: int) -> None:
    """Its files go with the next sweep of the lake."""
    dataset = await get_own_dataset(session, caller, dataset_id)
    expect(dataset, version)
    await session.delete(dataset)
    await session.flush()


async def grant(
    session: AsyncSession, caller: Caller, dataset_id: UUID, data: GrantCreate, now: datetime
) -> DatasetGrant:
    await get_own_dataset(session, caller, dataset_id)
    made = DatasetGrant(
        dataset_id=dataset_id,
        **data.model_dump(),
        created_at=now,
        created_by=caller.name or caller.username,
    )
    async with unless_taken(session, GrantTaken()):
        session.add(made)
    return made


async def change_grant(
    session: AsyncSession, caller: Caller, dataset_id: UUID, grant_id: UUID, data: GrantUpdate
) -> DatasetGrant:
    await get_own_dataset(session, caller, dataset_id)
    found = await get_grant(session, dataset_id, grant_id)
    edit(found, data)
    await session.flush()
    return found


async def revoke(session: AsyncSession, caller: Caller, dataset_id: UUID, grant_id: UUID) -> None:
    await get_own_dataset(session, caller, dataset_id)
    await session.delete(await get_grant(session, dataset_id, grant_id))
    await session.flush()


async def _refuse_unknown(session: AsyncSession, dataset_id: UUID, data: DatasetUpdate) -> None:
    """Before the first load nobody knows the columns yet."""
    names = {one.name for one in await columns_of(session, dataset_id)}
    wrong = []
    if names and data.row_column and data.row_column not in names:
        wrong.append({"field": "row_column", "message": "dataset.wrong.column"})
    if names and not names.issuperset(data.key_columns):
        wrong.append({"field": "key_columns", "message": "dataset.wrong.column"})
    if wrong:
        raise Invalid(errors=wrong)


def _index(dataset: Dataset) -> None:
    words = [dataset.name, dataset.code.replace("_", " "), dataset.code, dataset.description, *dataset.tags]
    dataset.folded, dataset.sort_key = fold(" ".join(words)), sort_key(dataset.name)
