"""Queries, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from analytics.workspace import queries, service
from analytics.workspace.giving import file_of
from analytics.workspace.schemas import QueryCreate, QueryExport, QueryRead, RunFilter, RunRead
from analytics.workspace.service import Wanted
from kit.auth import Caller, requires
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/analytics/api/v1/queries", tags=["workspace"])
Asker = Annotated[Caller, requires("queries:write")]


@router.post("")
async def ask(request: Request, data: QueryCreate, caller: Asker) -> QueryRead:
    """One SELECT over datasets, by their codes; rows as the caller sees them."""
    return await service.run(request.app, caller, Wanted(**data.model_dump()))


@router.post("/export", response_class=Response)
async def export(request: Request, data: QueryExport, caller: Asker) -> Response:
    """CSV, XLSX or Parquet; the whole answer or a problem."""
    return await file_of(request.app, caller, Wanted(**data.model_dump()), "ket-qua")


@router.get("")
async def list_runs(wanted: Annotated[RunFilter, Query()], session: Session, caller: Asker) -> Page[RunRead]:
    return Page[RunRead].model_validate(await queries.list_runs(session, caller, wanted))


@router.post("/{run_id}/cancel", status_code=204)
async def cancel(run_id: UUID, session: Session, caller: Asker) -> None:
    await service.cancel(session, caller, run_id)
