from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from meetings.calendar.span import View

EARLIEST, LATEST = date(2020, 1, 1), date(2100, 1, 1)


class CalendarFilter(BaseModel):
    """`day`: any of the days to show; today if not given."""

    view: View = "week"
    day: Annotated[date, Field(ge=EARLIEST, le=LATEST)] | Literal[""] = ""
