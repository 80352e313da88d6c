from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.page import Paging
from kit.text import Name, Text
from monitoring.indicator.tables import Span

RuleKind = Literal["threshold", "missing"]
Severity = Literal["warning", "critical"]
Covers = Literal["indicator", "pillar", "all"]
Level = Literal["province", "agency", "district", "commune"]
LEVELS: tuple[Level, ...] = ("province", "agency", "district", "commune")
MOST_DAYS = 366
Code = Annotated[str, Field(max_length=20)]
Times = Annotated[int, Field(ge=1, le=12)]
Figure = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]


class RuleCreate(BaseModel):
    """`bound` and `recovery` are percent of the target, or figures of the one indicator that `measure` value needs."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    kind: RuleKind
    severity: Severity = "warning"
    covers: Covers = "all"
    code: Code | None = None
    pillar: Code | None = None
    level: Level = "province"
    measure: Literal["attainment", "value"] = "attainment"
    bound: Figure | None = None
    recovery: Figure | None = None
    raise_after: Times = 1
    recover_after: Times = 1
    days: Annotated[int, Field(ge=0, le=MOST_DAYS)] = 15
    working: bool = True
    span: Span | None = None
    enabled: bool = True
    agency: Code | None = None
    note: Annotated[Text, Field(max_length=1000)] = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.covers == "indicator" and not self.code:
            raise ValueError("rule.wrong.code")
        if self.covers == "pillar" and not self.pillar:
            raise ValueError("rule.wrong.pillar")
        if self.measure == "value" and self.covers != "indicator":
            raise ValueError("rule.wrong.measure")
        self.code = self.code if self.covers == "indicator" else None
        self.pillar = self.pillar if self.covers == "pillar" else None
        return self._with_bounds()

    def _with_bounds(self) -> Self:
        if self.kind == "missing":
            self.bound = self.recovery = None
            return self
        if self.bound is None:
            raise ValueError("rule.wrong.bound")
        self.recovery = self.bound if self.recovery is None else self.recovery
        if self.measure == "attainment" and not 0 < self.bound <= self.recovery <= 100:
            raise ValueError("rule.wrong.order")
        return self


class RuleUpdate(RuleCreate):
    version: int


class RuleRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    kind: RuleKind
    severity: Severity
    covers: Covers
    code: str | None
    pillar: str | None
    level: Level
    measure: Literal["attainment", "value"]
    bound: float | None
    recovery: float | None
    raise_after: int
    recover_after: int
    days: int
    working: bool
    span: Span | None
    enabled: bool
    agency: str | None
    note: str
    demo: bool
    version: int


class RuleFilter(Paging):
    kind: RuleKind | Literal[""] = ""
    severity: Severity | Literal[""] = ""
    enabled: Literal["", "true", "false"] = ""


class Match(BaseModel):
    """What a rule would be alerted about now."""

    code: str
    name: str
    level: Level
    area: str
    area_name: str
    value: float | None
    target: float | None
    attainment: float | None
    """Percent."""
    period: str


class Preview(BaseModel):
    """`watched`: indicators, agencies, districts or communes it looks at; `matches`: the first of those `firing`."""

    watched: int
    firing: int
    matches: list[Match]
