from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Step(BaseModel):
    day: date
    low: float
    middle: float
    high: float


class Influence(BaseModel):
    """`effect` on the chance, -1 to 1, against a usual series."""

    group: Literal["gap", "walk", "pace", "recent", "volatility", "time"]
    effect: float


class ForecastRead(BaseModel):
    """Learned from synthetic series: see the card of the model `target-chance` for how far it is to be trusted."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    state: Literal["told", "few", "past", "other"]
    chance: float | None
    baseline: float | None
    low: float | None
    middle: float | None
    high: float | None
    target: float
    due_on: date
    points: int
    last_on: date | None
    fan: list[Step]
    reasons: list[Influence]
    model: Literal["target-chance"] = "target-chance"
    model_version: int
    made_at: datetime
