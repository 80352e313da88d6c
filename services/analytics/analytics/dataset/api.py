"""The catalogue, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from analytics.dataset import queries, service
from analytics.dataset.schemas import (
    ColumnRead,
    DatasetCreate,
    DatasetDetail,
    DatasetFilter,
    DatasetRead,
    DatasetUpdate,
    GrantCreate,
    GrantRead,
    GrantUpdate,
)
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/analytics/api/v1/datasets", tags=["dataset"])
Reader = Annotated[Caller, requires("datasets:read")]
Writer = Annotated[Caller, requires("datasets:write")]


@router.get("")
async def list_datasets(
    wanted: Annotated[DatasetFilter, Query()], session: Session, caller: Reader, now: Now
) -> Page[DatasetRead]:
    return Page[DatasetRead].model_validate(await queries.list_datasets(session, caller, wanted, now))


@router.post("", status_code=201)
async def create(data: DatasetCreate, session: Session, caller: Writer, now: Now) -> DatasetRead:
    return DatasetRead.model_validate(await service.create(session, caller, data, now))


@router.get("/{dataset_id}")
async def get_dataset(dataset_id: UUID, session: Session, caller: Reader) -> DatasetDetail:
    read = DatasetRead.model_validate(await queries.get_dataset(session, caller, dataset_id))
    columns = [ColumnRead.model_validate(one) for one in await queries.columns_of(session, dataset_id)]
    return DatasetDetail(**read.model_dump(), columns=columns)


@router.put("/{dataset_id}")
async def change(dataset_id: UUID, data: DatasetUpdate, session: Session, caller: Writer) -> DatasetRead:
    return DatasetRead.model_validate(await service.change(session, caller, dataset_id, data))


@router.delete("/{dataset_id}", status_code=204)
async def remove(dataset_id: UUID, version: int, session: Session, caller: Writer) -> None:
    await service.remove(session, caller, dataset_id, version)


@router.get("/{dataset_id}/grants")
async def list_grants(dataset_id: UUID, session: Session, caller: Writer) -> list[GrantRead]:
    await queries.get_own_dataset(session, caller, dataset_id)
    return [GrantRead.model_validate(one) for one in await queries.grants_of(session, dataset_id)]


@router.post("/{dataset_id}/grants", status_code=201)
async def grant(dataset_id: UUID, data: GrantCreate, session: Session, caller: Writer, now: Now) -> GrantRead:
    return GrantRead.model_validate(await service.grant(session, caller, dataset_id, data, now))


@router.put("/{dataset_id}/grants/{grant_id}")
async def change_grant(
    dataset_id: UUID, grant_id: UUID, data: GrantUpdate, session: Session, caller: Writer
) -> GrantRead:
    return GrantRead.model_validate(await service.change_grant(session, caller, dataset_id, grant_id, data))


@router.delete("/{dataset_id}/grants/{grant_id}", status_code=204)
async def revoke(dataset_id: UUID, grant_id: UUID, session: Session, caller: Writer) -> None:
    await service.revoke(session, caller, dataset_id, grant_id)
