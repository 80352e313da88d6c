"""The page where one asks in SQL."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from analytics.dataset.queries import columns_of_each, list_datasets
from analytics.dataset.schemas import DatasetFilter
from analytics.dataset.tables import Dataset, DatasetColumn
from analytics.workspace import queries, service
from analytics.workspace.api import Asker
from analytics.workspace.confined import Form as FileForm
from analytics.workspace.giving import file_of
from analytics.workspace.plain import plain
from analytics.workspace.schemas import FARTHEST, LONGEST, QueryRead, RunFilter
from analytics.workspace.service import Wanted
from analytics.workspace.spare import expected
from kit.auth import Caller
from kit.clock import Now
from kit.db import Session
from kit.errors import Problem
from kit.web import render, translator

router = APIRouter(prefix="/analytics/workspace", tags=["workspace-page"], include_in_schema=False)
SHOWN_DATASETS = 50
Sql = Annotated[str, Form(max_length=LONGEST)]


@router.get("")
async def show(request: Request, session: Session, caller: Asker, now: Now, sql: str = "") -> Response:
    expected()
    return _page(request, await _datasets(session, caller, now), sql[:LONGEST])


@router.post("")
async def ask(
    request: Request,
    caller: Asker,
    now: Now,
    sql: Sql = "",
    skip: Annotated[int, Form(ge=0, le=FARTHEST)] = 0,
    run_id: Annotated[UUID | str, Form()] = "",
) -> Response:
    async with request.app.state.database.session() as session:
        datasets = await _datasets(session, caller, now)
    wanted = Wanted(sql, skip=skip, run_id=run_id if isinstance(run_id, UUID) else None)
    try:
        read = await service.run(request.app, caller, wanted)
    except Problem as problem:
        return _page(request, datasets, sql, problem=told(request, problem), status=problem.status)
    return _page(request, datasets, sql, read=read, skip=skip)


@router.post("/export")
async def export(request: Request, caller: Asker, form: Annotated[FileForm, Form()], sql: Sql = "") -> Response:
    return await file_of(request.app, caller, Wanted(sql, form=form), "ket-qua")


@router.get("/runs")
async def show_runs(
    request: Request, wanted: Annotated[RunFilter, Query()], session: Session, caller: Asker
) -> Response:
    return render(request, "workspace/runs.html", block="rows", page=await queries.list_runs(session, caller, wanted))


@router.post("/runs/{run_id}/cancel", status_code=204)
async def cancel(run_id: UUID, session: Session, caller: Asker) -> None:
    await service.cancel(session, caller, run_id)


def told(request: Request, problem: Problem) -> dict[str, str]:
    """A problem in words, for a notice beside what was asked."""
    t = translator(request).t
    texts = {name: t(f"error.{problem.code}.{name}", **problem.params) for name in ("title", "detail")}
    return {**texts, "code": problem.code}


async def _datasets(session: AsyncSession, caller: Caller, now: Any) -> list[tuple[Dataset, Sequence[DatasetColumn]]]:
    page = await list_datasets(session, caller, DatasetFilter(limit=SHOWN_DATASETS), now)
    columns = await columns_of_each(session, [one.id for one in page.items])
    return [(one, columns[one.id]) for one in page.items]


def _page(
    request: Request,
    datasets: list[tuple[Dataset, Sequence[DatasetColumn]]],
    sql: str,
    *,
    read: QueryRead | None = None,
    skip: int = 0,
    problem: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    facts: dict[str, Any] = {"datasets": datasets, "sql": sql, "read": read, "skip": skip, "problem": problem}
    reader = translator(request)
    return render(request, "workspace/page.html", block="result", status=status, reader=reader, plain=plain, **facts)
