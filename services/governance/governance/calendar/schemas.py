from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from governance.calendar.statutory import FIRST, LAST
from governance.calendar.working import SATURDAY
from kit.text import Name

HolidayKind = Literal["off", "worked"]
Day = Annotated[date, Field(ge=date(FIRST, 1, 1), le=date(LAST, 12, 31))]


class _Facts(BaseModel):
    kind: HolidayKind = "off"
    name: Name
    source: Annotated[str, Field(max_length=500)] = ""
    verified: bool = False


class HolidayCreate(_Facts):
    day: Day

    @model_validator(mode="after")
    def _worked_on_a_weekend(self) -> Self:
        if self.kind == "worked" and self.day.weekday() < SATURDAY:
            raise ValueError("calendar.wrong.worked_weekday")
        return self


class HolidayUpdate(_Facts):
    version: int


class HolidayRead(_Facts):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    day: date
    version: int


class YearFilter(BaseModel):
    model_config = ConfigDict(extra="forbid")

    year: Annotated[int, Field(ge=FIRST, le=LAST)] | Literal[""] = ""


class WorkingDays(BaseModel):
    """`to` is the `count`th working day after `start`."""

    start: date
    count: int
    to: date
