"""Loads, snapshots and rejected rows, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from analytics.dataset.queries import get_dataset, get_own_dataset
from analytics.lake.store import OpenLake
from analytics.load import queries, service
from analytics.load.rejected import rejected_file
from analytics.load.schemas import LoadCreate, LoadFilter, LoadRead, Restore
from analytics.load.telling import told
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/analytics/api/v1/datasets/{dataset_id}", tags=["load"])
Reader = Annotated[Caller, requires("datasets:read")]
Writer = Annotated[Caller, requires("datasets:write")]


@router.get("/loads")
async def list_loads(
    request: Request, dataset_id: UUID, wanted: Annotated[LoadFilter, Query()], session: Session, caller: Reader
) -> Page[LoadRead]:
    page = await queries.list_loads(session, caller, dataset_id, wanted)
    return Page[LoadRead](items=[told(request, one) for one in page.items], next=page.next)


@router.post("/loads", status_code=202)
async def load(
    request: Request, dataset_id: UUID, data: LoadCreate, session: Session, caller: Writer, now: Now
) -> LoadRead:
    return told(request, await service.put_in_line(session, caller, dataset_id, data, now))


@router.get("/loads/{load_id}")
async def get_load(request: Request, dataset_id: UUID, load_id: UUID, session: Session, caller: Reader) -> LoadRead:
    return told(request, await queries.get_load(session, caller, dataset_id, load_id))


@router.get("/loads/{load_id}/rejected.csv")
async def rejected(
    request: Request, dataset_id: UUID, load_id: UUID, session: Session, lake: OpenLake, caller: Writer
) -> Response:
    """Only for those whose dataset it is: the rows are as they came."""
    await get_own_dataset(session, caller, dataset_id)
    return await rejected_file(request, lake, await queries.get_load(session, caller, dataset_id, load_id))


@router.get("/snapshots")
async def list_snapshots(request: Request, dataset_id: UUID, session: Session, caller: Reader) -> list[LoadRead]:
    await get_dataset(session, caller, dataset_id)
    return [told(request, one) for one in await queries.snapshots_of(session, dataset_id)]


@router.post("/restore", status_code=201)
async def restore(
    request: Request, dataset_id: UUID, data: Restore, session: Session, lake: OpenLake, caller: Writer, now: Now
) -> LoadRead:
    return told(request, await service.restore(session, lake, caller, dataset_id, data.snapshot, now))
