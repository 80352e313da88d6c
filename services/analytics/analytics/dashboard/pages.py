"""The pages of dashboards."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from analytics.dashboard import queries, service
from analytics.dashboard.api import Reader, Writer
from analytics.dashboard.schemas import DashboardCreate, DashboardFilter, DashboardRead, DashboardUpdate
from analytics.dashboard.tables import Dashboard
from analytics.question.queries import list_questions
from analytics.question.schemas import QuestionFilter
from analytics.question.showing import shown
from analytics.workspace.plain import plain
from kit.auth import Caller
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted, translator

router = APIRouter(prefix="/analytics/dashboards", tags=["dashboard-page"], include_in_schema=False)
HOME = "/analytics/dashboards"
PLACES = 8
ROWS = 100
"""Of a tile."""
REFRESHES = (0, 60, 300, 900, 3600)


@router.get("")
async def show_list(
    request: Request, wanted: Annotated[DashboardFilter, Query()], session: Session, caller: Reader
) -> Response:
    page = await queries.list_dashboards(session, caller, wanted)
    return render(request, "dashboard/list.html", block="rows", page=page)


@router.get("/new")
async def show_new(request: Request, session: Session, caller: Writer) -> Response:
    return await _form(request, session, caller, blank(request), [])


@router.post("")
async def create(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, DashboardCreate, questions=await _chosen(request))
    made = await form.attempt(session, lambda data: service.create(session, caller, data, now))
    if made:
        return redirect(request, f"{HOME}/{made.id}", "dashboard.saved")
    return await _form(request, session, caller, form, await _chosen(request))


@router.get("/{dashboard_id:uuid}")
async def show(request: Request, dashboard_id: UUID, session: Session, caller: Reader) -> Response:
    dashboard = await queries.get_dashboard(session, caller, dashboard_id)
    tiles = await queries.tiles_of(session, caller, dashboard_id)
    facts: dict[str, Any] = {"dashboard": dashboard, "tiles": tiles, "parameters": queries.parameters_of(tiles)}
    own, given = dashboard.owner == caller.subject, dict(request.query_params)
    return render(request, "dashboard/detail.html", own=own, given=given, plain=plain, **facts)


@router.get("/{dashboard_id:uuid}/tiles/{tile_id:uuid}")
async def show_tile(request: Request, dashboard_id: UUID, tile_id: UUID, caller: Reader) -> Response:
    """Under the reader's own rights, whoever made it."""
    async with request.app.state.database.session() as session:
        await queries.get_dashboard(session, caller, dashboard_id)
        tile, question = await queries.get_tile(session, caller, dashboard_id, tile_id)
    told = await shown(request, caller, question, dict(request.query_params), limit=ROWS)
    facts: dict[str, Any] = {"tile": tile, "question": question, "name": tile.title or question.name, "shown": told}
    return render(request, "dashboard/tile.html", reader=translator(request), plain=plain, **facts)


@router.get("/{dashboard_id:uuid}/edit")
async def show_edit(request: Request, dashboard_id: UUID, session: Session, caller: Writer) -> Response:
    dashboard = await queries.get_own_dashboard(session, caller, dashboard_id)
    tiles = await queries.tiles_of(session, caller, dashboard_id)
    form = blank(request, DashboardRead.model_validate(dashboard))
    return await _form(request, session, caller, form, [str(tile.question_id) for tile, _ in tiles], dashboard)


@router.post("/{dashboard_id:uuid}")
async def change(request: Request, dashboard_id: UUID, session: Session, caller: Writer) -> Response:
    form = await submitted(request, DashboardUpdate, questions=await _chosen(request))
    if await form.attempt(session, lambda data: service.change(session, caller, dashboard_id, data)):
        return redirect(request, f"{HOME}/{dashboard_id}", "dashboard.saved")
    dashboard = await queries.get_own_dashboard(session, caller, dashboard_id)
    return await _form(request, session, caller, form, await _chosen(request), dashboard)


@router.post("/{dashboard_id:uuid}/remove")
async def remove(request: Request, dashboard_id: UUID, session: Session, caller: Writer) -> Response:
    await service.remove(session, caller, dashboard_id)
    return redirect(request, HOME, "dashboard.removed")


async def _chosen(request: Request) -> list[str]:
    """The questions of the places that are not left empty."""
    form = await request.form(max_fields=1000)
    return [value for value in form.getlist("questions") if isinstance(value, str) and value]


async def _form(
    request: Request,
    session: AsyncSession,
    caller: Caller,
    form: Submission[Any],
    chosen: Sequence[str],
    dashboard: Dashboard | None = None,
) -> Response:
    t = translator(request).t
    questions = (await list_questions(session, caller, QuestionFilter(limit=200))).items
    facts: dict[str, Any] = {
        "questions": [(str(one.id), one.name) for one in questions],
        "chosen": chosen,
        "places": max(PLACES, len(chosen) + 2),
        "refreshes": [(one, t(f"dashboard.refresh_{one}")) for one in REFRESHES],
        "visibilities": [(one, t(f"question.visibility_{one}")) for one in ("own", "agency", "province")],
    }
    return render(request, "dashboard/form.html", status=form.status, form_data=form, dashboard=dashboard, **facts)
