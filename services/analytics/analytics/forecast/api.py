"""Forecasts of any series, for programs and charts."""

from typing import Annotated

from fastapi import APIRouter, Request

from analytics.forecast import weighing
from analytics.forecast.schemas import Forecast, ForecastCreate
from kit.auth import Caller, requires
from kit.clock import Now

router = APIRouter(prefix="/analytics/api/v1/forecasts", tags=["forecast"])
Reader = Annotated[Caller, requires("datasets:read")]


@router.post("")
async def forecast(asked: ForecastCreate, request: Request, now: Now, _: Reader) -> Forecast:
    """Points and intervals for a series that is sent; nothing of it is kept."""
    known = [(point.day, point.value) for point in asked.series if point.value is not None]
    return await weighing.forecast(request.app.state.models, known, asked.horizon, now)
