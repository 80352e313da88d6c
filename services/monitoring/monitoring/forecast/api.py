"""Forecasts, for programs."""

from typing import Annotated

from fastapi import APIRouter

from kit.auth import Caller, requires
from kit.db import Session
from monitoring.forecast import queries
from monitoring.forecast.schemas import ForecastRead
from monitoring.indicator.queries import get_indicator

router = APIRouter(prefix="/monitoring/api/v1/forecasts", tags=["forecast"])
Reader = Annotated[Caller, requires("indicators:read")]


@router.get("")
async def list_forecasts(_: Reader, session: Session) -> list[ForecastRead]:
    found = await queries.current_forecasts(session)
    return [ForecastRead.model_validate(one) for one in found.values()]


@router.get("/{code}")
async def get_forecast(_: Reader, session: Session, code: str) -> ForecastRead:
    await get_indicator(session, code)
    return ForecastRead.model_validate(await queries.get_forecast(session, code))
