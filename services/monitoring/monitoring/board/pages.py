"""The board, and the pages of one obligation."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from kit.auth import Caller, public, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import Page
from kit.web import render, translator
from monitoring.board import queries
from monitoring.board.breakdown import read_breakdown
from monitoring.board.chart import chart_of
from monitoring.board.schemas import LEVELS, BoardFilter, BreakdownFilter
from monitoring.board.snapshot import Current
from monitoring.indicator.obligation import plan
from monitoring.indicator.queries import get_indicator, list_decision_changes
from monitoring.indicator.tables import KINDS, PILLARS
from monitoring.observation.queries import list_observations
from monitoring.observation.reporter import Reporter
from monitoring.observation.schemas import ObservationFilter
from monitoring.score.measure import STATES

router = APIRouter(prefix="/monitoring", tags=["board-page"], include_in_schema=False)
HOME = "/monitoring/indicators"
READ = [requires("indicators:read")]
Reader = Annotated[Caller, requires("indicators:read")]
Parts = Annotated[BreakdownFilter, Query()]


@router.get("/", dependencies=[public()])
async def home() -> Response:
    return RedirectResponse(HOME, 303)


@router.get("/indicators", dependencies=READ)
async def show_board(
    request: Request, session: Session, current: Current, wanted: Annotated[BoardFilter, Query()]
) -> Response:
    everything = [*current.standings.values()]
    return render(
        request,
        "board/list.html",
        block="rows",
        mark=current.mark,
        page=await queries.list_standings(session, current.standings, wanted),
        pillars=queries.by_pillar(everything),
        counts={state: sum(one.state == state for one in everything) for state in STATES},
        demo=any(one.demo for one in everything),
        leads=current.leads,
        choices={"pillar": PILLARS, "state": STATES, "kind": KINDS},
    )


@router.get("/indicators/{code}")
async def show(request: Request, code: str, session: Session, now: Now, caller: Reader) -> Response:
    context = await _context(session, caller, code, now)
    points = await queries.list_series(session, code)
    chart = chart_of(context["one"], points, translator(request))
    return render(request, "board/overview.html", plan=plan(), chart=chart, **context)


@router.get("/indicators/{code}/breakdown")
async def show_breakdown(
    request: Request, code: str, session: Session, now: Now, caller: Reader, wanted: Parts
) -> Response:
    context = await _context(session, caller, code, now)
    found = await read_breakdown(session, context["indicator"], wanted)
    page = Page[Any](items=found.rows)
    return render(
        request,
        "board/breakdown.html",
        block="rows",
        found=found,
        page=page,
        levels=LEVELS[1:],
        wanted=wanted,
        **context,
    )


@router.get("/indicators/{code}/observations")
async def show_observations(
    request: Request,
    code: str,
    session: Session,
    now: Now,
    caller: Reader,
    wanted: Annotated[ObservationFilter, Query()],
) -> Response:
    context = await _context(session, caller, code, now)
    page = await list_observations(session, wanted.model_copy(update={"code": code}))
    return render(request, "board/observations.html", block="rows", page=page, levels=LEVELS, **context)


@router.get("/indicators/{code}/decision")
async def show_decision(request: Request, code: str, session: Session, now: Now, caller: Reader) -> Response:
    context = await _context(session, caller, code, now)
    changes = await list_decision_changes(session, code)
    return render(request, "board/decision.html", changes=changes, **context)


async def _context(session: Session, caller: Caller, code: str, now: Now) -> dict[str, Any]:
    """What the head of every page of an obligation shows."""
    indicator = await get_indicator(session, code)
    one = await queries.get_standing(session, indicator, local_day(now))
    may = "observations:write" in caller.scopes and Reporter.of(caller).may_report(
        indicator, "agency", caller.agency or ""
    )
    return {"indicator": indicator, "one": one, "may_report": may}
