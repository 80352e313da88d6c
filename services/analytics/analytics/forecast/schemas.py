"""What is asked and told of a series."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_POINTS = 2_400
LONGEST = 60


class SeriesPoint(BaseModel):
    """`value` null: not known."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    day: date
    value: float | None


class ForecastCreate(BaseModel):
    """A series by month, quarter or year, in any order, gaps allowed; its step is read from its days."""

    series: Annotated[list[SeriesPoint], Field(max_length=MOST_POINTS)]
    horizon: Annotated[int, Field(ge=1, le=LONGEST)] = 12


class ForecastPoint(BaseModel):
    """`low_80` to `high_80`: about four times in five what comes lies between. `naive`: seasonal naive beside it."""

    day: date
    value: float
    low_80: float
    high_80: float
    low_95: float
    high_95: float
    naive: float


Remark = Literal[
    "constant",
    "short",
    "gaps",
    "seasonal",
    "no_season",
    "better_than_naive",
    "worse_than_naive",
    "untried",
    "not_negative",
]


class Proof(BaseModel):
    """Mean absolute misses at earlier origins of this series, of its own and of seasonal naive."""

    origins: int
    missed: float
    naive_missed: float


class Forecast(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)

    period: Literal[12, 4, 1]
    """Points a year."""
    points: list[ForecastPoint]
    weights: dict[str, float]
    """Of each method in what is told; they add up to 1."""
    proof: Proof | None
    """None where the series is too short to be tried."""
    remarks: list[Remark]
    model_version: int | None = None
    """Of the model that weighs the methods; None: each counts alike."""
