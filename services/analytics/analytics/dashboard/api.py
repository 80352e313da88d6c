"""Dashboards, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from analytics.dashboard import queries, service
from analytics.dashboard.schemas import (
    DashboardCreate,
    DashboardDetail,
    DashboardFilter,
    DashboardRead,
    DashboardUpdate,
    TileRead,
)
from analytics.question.schemas import QuestionAsk
from analytics.question.service import ask
from analytics.workspace.schemas import QueryRead
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/analytics/api/v1/dashboards", tags=["dashboard"])
Reader = Annotated[Caller, requires("datasets:read")]
Writer = Annotated[Caller, requires("queries:write")]


@router.get("")
async def list_dashboards(
    wanted: Annotated[DashboardFilter, Query()], session: Session, caller: Reader
) -> Page[DashboardRead]:
    return Page[DashboardRead].model_validate(await queries.list_dashboards(session, caller, wanted))


@router.post("", status_code=201)
async def create(data: DashboardCreate, session: Session, caller: Writer, now: Now) -> DashboardRead:
    return DashboardRead.model_validate(await service.create(session, caller, data, now))


@router.get("/{dashboard_id}")
async def get_dashboard(dashboard_id: UUID, session: Session, caller: Reader) -> DashboardDetail:
    found = await queries.get_dashboard(session, caller, dashboard_id)
    tiles = [TileRead.model_validate(tile) for tile, _ in await queries.tiles_of(session, caller, dashboard_id)]
    return DashboardDetail(**DashboardRead.model_validate(found).model_dump(), tiles=tiles)


@router.put("/{dashboard_id}")
async def change(dashboard_id: UUID, data: DashboardUpdate, session: Session, caller: Writer) -> DashboardRead:
    return DashboardRead.model_validate(await service.change(session, caller, dashboard_id, data))


@router.delete("/{dashboard_id}", status_code=204)
async def remove(dashboard_id: UUID, session: Session, caller: Writer) -> None:
    await service.remove(session, caller, dashboard_id)


@router.post("/{dashboard_id}/tiles/{tile_id}/ask")
async def ask_tile(
    request: Request, dashboard_id: UUID, tile_id: UUID, asked: QuestionAsk, caller: Reader
) -> QueryRead:
    """The answer of one tile, as the caller may see it."""
    async with request.app.state.database.session() as session:
        await queries.get_dashboard(session, caller, dashboard_id)
        _, question = await queries.get_tile(session, caller, dashboard_id, tile_id)
    return await ask(request.app, caller, question, asked)
