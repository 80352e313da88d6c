from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.ml.card import Card


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True, use_attribute_docstrings=True)


class TrainingRead(_Read):
    """`step` of a running one: reading, fitting, judging. `reason` of a failed one is a code."""

    id: UUID
    name: str
    status: Literal["waiting", "running", "finished", "failed"]
    step: str
    asked_at: datetime
    asked_by: str
    started_at: datetime | None
    ended_at: datetime | None
    reason: str
    version: Annotated[int | None, Field(validation_alias="number")] = None


class VersionRead(_Read):
    number: int
    in_use: bool
    better: bool
    """Than its baseline; others are never used."""
    trained_at: datetime
    trained_by: str
    card: Card


class ModelRead(_Read):
    name: str
    version: int | None
    """The one in use."""
    newest: int | None
    training: TrainingRead | None
    """The last one."""
    taken: int
    """Answers people took as they were."""
    corrected: int
    refused: bool
    """The version in use cannot be read in the process that answers."""


class CorrectionCreate(BaseModel):
    """`features` as the model saw them."""

    model_config = ConfigDict(extra="forbid")

    features: Annotated[dict[str, Any], Field(min_length=1, max_length=50)]
    suggested: Annotated[str, Field(max_length=200)] | None = None
    version: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = None
    right: Annotated[str, Field(min_length=1, max_length=200)]


class CorrectionRead(_Read):
    id: UUID
    features: dict[str, Any]
    suggested: str | None
    number: int | None
    right: str
    at: datetime
    by: str

    def without(self, unshown: Iterable[str]) -> Self:
        hidden = set(unshown)
        return self.model_copy(update={"features": {k: v for k, v in self.features.items() if k not in hidden}})


class DriftPoint(_Read):
    day: date
    index: float | None


class DriftRead(_Read):
    """Population stability index of the last 28 days, and by day of the seven that end with it."""

    aspect: str
    cases: int
    index: float | None
    """None: too few cases."""
    state: Literal["unknown", "steady", "look", "drifted"]
    points: list[DriftPoint]


class DayTaken(_Read):
    day: date
    taken: int
    corrected: int


class Watch(_Read):
    """Of the version in use."""

    version: int | None
    answers: int
    """In the last 28 days, of any version."""
    drift: list[DriftRead]
    taken: list[DayTaken]
    look: float
    drifted: float
