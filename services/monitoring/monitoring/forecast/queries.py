from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from monitoring.forecast.errors import ForecastNotFound
from monitoring.forecast.tables import Forecast


async def current_forecasts(session: AsyncSession) -> Mapping[str, Forecast]:
    """By indicator; absent where there is no target, no date, or no model in use."""
    return {one.code: one for one in await session.scalars(select(Forecast).order_by(Forecast.code))}


async def find_forecast(session: AsyncSession, code: str) -> Forecast | None:
    return await session.get(Forecast, code)


async def get_forecast(session: AsyncSession, code: str) -> Forecast:
    found = await find_forecast(session, code)
    if found is None:
        raise ForecastNotFound
    return found
