"""Forecasts of any series, for programs and charts."""

from typing import Annotated

from fastapi import APIRouter

from analytics.forecast import service
from analytics.forecast.schemas import Forecast, ForecastCreate
from kit.auth import Caller, requires

router = APIRouter(prefix="/analytics/api/v1/forecasts", tags=["forecast"])
Reader = Annotated[Caller, requires("datasets:read")]


@router.post("")
def forecast(asked: ForecastCreate, _: Reader) -> Forecast:
    """Points and intervals for a series that is sent; nothing of it is kept."""
    known = [(point.day, point.value) for point in asked.series if point.value is not None]
    return service.forecast(known, asked.horizon)
