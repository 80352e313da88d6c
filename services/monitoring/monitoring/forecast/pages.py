"""The part of an indicator's page that says what is to be expected."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import render, translator
from monitoring.forecast import queries
from monitoring.forecast.chart import chart_of
from monitoring.forecast.service import usable
from monitoring.indicator.queries import get_indicator
from monitoring.rule.series import series_at

router = APIRouter(prefix="/monitoring/forecasts", tags=["forecast-page"], include_in_schema=False)
Reader = Annotated[Caller, requires("indicators:read")]


@router.get("/{code}")
async def show(request: Request, code: str, session: Session, _: Reader, now: Now) -> Response:
    indicator = await get_indicator(session, code)
    told = await queries.find_forecast(session, code)
    chart = None
    if told and told.state == "told":
        series = (await series_at(session, [code], "province")).get((code, ""), [])
        measures = usable(indicator, series, local_day(now))
        chart = chart_of(measures, told, translator(request)) if measures else None
    return render(request, "forecast/of.html", one=indicator, told=told, chart=chart)
