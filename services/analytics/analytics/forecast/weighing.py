"""A forecast whose methods are weighed by the model in use; alike while there is none."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from analytics.forecast import service
from analytics.forecast.engine import Row, Told
from analytics.forecast.schemas import Forecast
from analytics.forecast.traits import traits_of
from kit.ml import Features
from kit.ml.serving import Active, Serving

NAME = "series-forecast"


async def forecast(serving: Serving, series: Sequence[tuple[date, float]], horizon: int, now: datetime) -> Forecast:
    """Beside the loop: some tens of milliseconds of a processor."""
    active = serving.active(NAME)
    if active is None:
        return await asyncio.to_thread(service.forecast, series, horizon)
    told, features = await asyncio.to_thread(_weighed, active, series, horizon)
    active.answers([features], now)  # counted here, where nothing else counts at the same time
    return told.model_copy(update={"model_version": active.number})


def _weighed(active: Active, series: Sequence[tuple[date, float]], horizon: int) -> tuple[Forecast, Features]:
    seen: dict[str, list[float]] = {}

    def weigh(values: Row, period: int, steps: int, told: Told) -> Mapping[str, float]:
        del steps
        seen["traits"] = traits_of(values, period, told)
        (shares,) = active.model.probabilities(active.fitted, [seen])
        return shares

    return service.forecast(series, horizon, weigh=weigh), seen
