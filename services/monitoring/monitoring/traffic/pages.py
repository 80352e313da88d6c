"""The page of calls, faults and latency."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from kit.web import render, translator
from monitoring.traffic.chart import chart_of
from monitoring.traffic.queries import list_parties, list_traffic
from monitoring.traffic.schemas import Grouping, Traffic, TrafficFilter, total

router = APIRouter(prefix="/monitoring", include_in_schema=False)


@router.get("/traffic")
async def show(
    request: Request,
    _: Annotated[Caller, requires("traffic:read")],
    session: Session,
    now: Now,
    wanted: Annotated[TrafficFilter, Query()],
) -> HTMLResponse:
    groups: tuple[Grouping, ...] = ("hour", "client", "service")
    hours, clients, services = [await list_traffic(session, wanted, now, group) for group in groups]
    known_clients, known_services = await list_parties(session)
    return render(
        request,
        "traffic/overview.html",
        block="figures",
        total=total(hours),
        chart=chart_of(hours, wanted.span(now), translator(request)),
        hours=_shown(hours),
        clients=Page[Traffic](items=clients),
        services=Page[Traffic](items=services),
        known_clients=known_clients,
        known_services=known_services,
    )


def _shown(hours: list[Traffic]) -> Page[Any]:
    """Newest first, with the hour as a moment."""
    return Page(items=[(datetime.fromisoformat(one.key), one) for one in reversed(hours)])
