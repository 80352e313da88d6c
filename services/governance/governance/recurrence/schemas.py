from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from governance.recurrence.period import Cadence, Shift
from governance.task.schemas import PartyIn
from kit.contracts.governance import Urgency
from kit.page import Paging
from kit.text import Line, Text

RuleState = Literal["active", "paused", "ended"]


class _Facts(BaseModel):
    """`month` counts inside a quarter or year; `day` is 1 to 7 from Monday, or a day of the month."""

    title: Annotated[Line, Field(min_length=1, max_length=480)]
    """Each task has the period behind it."""
    description: Text = ""
    priority: Urgency = "normal"
    lead: PartyIn
    cadence: Cadence
    month: Annotated[int, Field(ge=1, le=12)] = 1
    day: Annotated[int, Field(ge=1, le=31)]
    shift: Shift = "after"
    ahead_days: Annotated[int, Field(ge=0, le=60)] = 5
    ends_on: date | None = None

    @model_validator(mode="after")
    def _inside_the_period(self) -> Self:
        if self.cadence == "week" and self.day > 7:
            raise ValueError("recurrence.wrong.weekday")
        if self.cadence == "quarter" and self.month > 3:
            raise ValueError("recurrence.wrong.month_of_quarter")
        return self


class RuleCreate(_Facts):
    agency: Annotated[str, Field(max_length=35)] = ""
    starts_on: date | None = None


class RuleUpdate(_Facts):
    version: int


class RuleRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency: str
    title: str
    description: str
    lead_agency: str
    lead_unit_id: UUID | None
    lead_person_id: UUID | None
    cadence: Cadence
    month: int
    day: int
    shift: Shift
    ahead_days: int
    starts_on: date
    ends_on: date | None
    state: RuleState
    version: int


class RuleFilter(Paging):
    state: RuleState | Literal[""] = ""
