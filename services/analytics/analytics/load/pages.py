"""The pages of loads and snapshots."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from analytics.dataset.queries import get_dataset
from analytics.lake.store import OpenLake
from analytics.load import queries, service
from analytics.load.api import Reader, Writer
from analytics.load.schemas import LoadFilter, Snapshot
from analytics.load.telling import told
from kit.clock import Now
from kit.db import Session
from kit.web import redirect, render

router = APIRouter(prefix="/analytics/datasets/{dataset_id:uuid}", tags=["load-page"], include_in_schema=False)


@router.get("/loads")
async def show_list(
    request: Request, dataset_id: UUID, wanted: Annotated[LoadFilter, Query()], session: Session, caller: Reader
) -> Response:
    dataset = await get_dataset(session, caller, dataset_id)
    page = await queries.list_loads(session, caller, dataset_id, wanted)
    return render(request, "load/list.html", block="rows", dataset=dataset, page=page)


@router.get("/loads/{load_id:uuid}")
async def show(request: Request, dataset_id: UUID, load_id: UUID, session: Session, caller: Reader) -> Response:
    dataset = await get_dataset(session, caller, dataset_id)
    load = told(request, await queries.get_load(session, caller, dataset_id, load_id))
    return render(request, "load/detail.html", block="state", dataset=dataset, load=load)


@router.post("/restore")
async def restore(
    request: Request,
    dataset_id: UUID,
    session: Session,
    lake: OpenLake,
    caller: Writer,
    now: Now,
    snapshot: Annotated[Snapshot, Form()],
) -> Response:
    await service.restore(session, lake, caller, dataset_id, snapshot, now)
    return redirect(request, f"/analytics/datasets/{dataset_id}/loads", "load.restored")
