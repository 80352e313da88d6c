"""The page of what citizens thought."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.clock import Now
from kit.db import Session
from kit.page import Page
from kit.web import render, translator
from monitoring.satisfaction.api import Reader, Wanted
from monitoring.satisfaction.chart import chart_of
from monitoring.satisfaction.queries import list_months
from monitoring.satisfaction.schemas import CODE, Satisfaction
from monitoring.satisfaction.tables import SOURCES

router = APIRouter(prefix="/monitoring", include_in_schema=False)


@router.get("/satisfaction")
async def show(request: Request, _: Reader, session: Session, now: Now, wanted: Wanted) -> Response:
    months = await list_months(session, wanted, now)
    whole = Satisfaction(
        month=months[-1].month, good=sum(one.good for one in months), bad=sum(one.bad for one in months)
    )
    facts: dict[str, Any] = {
        "code": CODE,
        "sources": SOURCES,
        "months": Page[Satisfaction](items=months[::-1]),
        "this": months[-1],
        "whole": whole,
        "chart": chart_of(months, translator(request)),
    }
    return render(request, "satisfaction/overview.html", block="figures", **facts)
