"""Obligations, scores, series and breakdowns, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.auth import requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import Page
from kit.web import csv_file, translator
from monitoring.board import queries, sheet
from monitoring.board.breakdown import read_breakdown
from monitoring.board.schemas import (
    BoardFilter,
    Breakdown,
    BreakdownFilter,
    PillarStanding,
    SeriesPoint,
    Standing,
)
from monitoring.board.snapshot import Current
from monitoring.indicator.queries import get_indicator

router = APIRouter(prefix="/monitoring/api/v1", tags=["indicator"], dependencies=[requires("indicators:read")])
Wanted = Annotated[BoardFilter, Query()]
Parts = Annotated[BreakdownFilter, Query()]


@router.get("/indicators")
async def list_indicators(wanted: Wanted, session: Session, current: Current) -> Page[Standing]:
    return await queries.list_standings(session, current.standings, wanted)


@router.get("/indicators.csv")
async def export(request: Request, wanted: Wanted, session: Session, current: Current) -> Response:
    page = await queries.list_standings(session, current.standings, wanted)
    reader = translator(request)
    rows = (sheet.row_of(one, reader) for one in page.items)
    return csv_file("chi-tieu.csv", [reader.t(f"board.{name}") for name in sheet.COLUMNS], rows)


@router.get("/pillars")
async def list_pillars(current: Current) -> list[PillarStanding]:
    return queries.by_pillar([*current.standings.values()])


@router.get("/indicators/{code}")
async def get_one(code: str, session: Session, now: Now) -> Standing:
    return await queries.get_standing(session, await get_indicator(session, code), local_day(now))


@router.get("/indicators/{code}/series")
async def list_series(code: str, session: Session) -> list[SeriesPoint]:
    await get_indicator(session, code)
    return await queries.list_series(session, code)


@router.get("/indicators/{code}/breakdown")
async def break_down(code: str, wanted: Parts, session: Session) -> Breakdown:
    return await read_breakdown(session, await get_indicator(session, code), wanted)


@router.get("/indicators/{code}/breakdown.csv")
async def export_breakdown(request: Request, code: str, wanted: Parts, session: Session) -> Response:
    found = await read_breakdown(session, await get_indicator(session, code), wanted)
    header = [translator(request).t(f"breakdown.{name}") for name in sheet.BREAKDOWN]
    rows = ([getattr(one, name) for name in sheet.BREAKDOWN] for one in found.rows)
    return csv_file(f"{code}-{found.level}-{found.period or 'trong'}.csv", header, rows)
