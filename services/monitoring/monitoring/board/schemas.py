from datetime import date, datetime
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from kit.page import Paging
from monitoring.indicator.tables import Basis, Kind, Operator, Span
from monitoring.observation.schemas import Level
from monitoring.score.measure import State

MOST = 200
LEVELS: tuple[Level, ...] = get_args(Level)


class BoardFilter(Paging):
    """One filter for page, API and export. `marked` keeps those that are unverified, stale or made of demo data."""

    pillar: Annotated[str, Field(max_length=40)] = ""
    state: State | Literal[""] = ""
    lead: Annotated[str, Field(max_length=35)] = ""
    kind: Kind | Literal[""] = ""
    basis: Basis | Literal["", "local"] = ""
    marked: Literal["", "unverified", "stale", "demo"] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST


class Standing(BaseModel):
    """An obligation and where it stands. `local`: the target is this province's own. `unverified`: what was decided
    about it is confirmed by no document. `stale`: a further period of its kind has passed without a figure.
    `chance`: of meeting the target at its date, 0 to 1, by the model `target-chance`; None where nothing is forecast.
    """

    model_config = ConfigDict(from_attributes=True)

    code: str
    pillar: str
    kind: Kind
    basis: Basis
    name_vi: str
    name_en: str
    unit_vi: str
    unit_en: str
    percent: bool
    lead_agency: str | None
    lead_name: str
    due_on: date | None
    unverified: bool
    state: State
    attainment: float | None
    value: float | None
    shown: float | None
    chance: float | None
    target: float | None
    target_op: Operator | None
    target_span: Span | None
    averaged: bool
    local: bool
    rise: bool
    period: str
    trend: float | None
    partial: bool
    stale: bool
    demo: bool
    observed_at: datetime | None
    reason: str
    facts: dict[str, float | str | None]

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_vi

    def unit(self, language: str) -> str:
        return self.unit_en if language == "en" else self.unit_vi


class PillarStanding(BaseModel):
    """Pillars overlap in the national index, so they are never added up. `met_share` and `attainment` are of the
    measured ones; what has no target is counted apart."""

    pillar: str
    total: int
    measured: int
    met: int
    on_the_way: int
    missed: int
    no_data: int
    not_scored: int
    met_share: float | None
    attainment: float | None


class SeriesPoint(BaseModel):
    """`level`: what it was reported at, or rolled up from. `shared`: the percentage of units that have it."""

    model_config = ConfigDict(from_attributes=True)

    period: str
    span: Span
    period_start: date
    period_end: date
    value: float | None
    numerator: float | None
    denominator: float | None
    level: Level
    reported: int
    expected: int | None
    shared: bool
    demo: bool


class BreakdownFilter(BaseModel):
    """`period` empty: the newest of this level. `against`: an earlier one to compare with."""

    model_config = ConfigDict(extra="forbid")

    level: Level = "commune"
    period: Annotated[str, Field(max_length=30)] = ""
    against: Annotated[str, Field(max_length=30)] = ""
    sort: Annotated[str, Field(max_length=40, pattern=r"^-?(area|value|before|code)?$")] = ""


class BreakdownRow(BaseModel):
    """`before`: the same unit's figure in the period compared with; of a unit that followed others, their parts added
    up where each of them went into it whole. `unclear`: it cannot be compared across the change of units."""

    area: str
    area_name: str
    value: float | None
    numerator: float | None
    denominator: float | None
    reported: bool
    reached: bool | None
    before: float | None
    unclear: bool
    demo: bool


class Breakdown(BaseModel):
    level: Level
    period: str
    against: str
    periods: list[str]
    rows: list[BreakdownRow]
    expected: int | None
    reported: int
