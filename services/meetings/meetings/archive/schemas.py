from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kit.page import Paging
from meetings.meeting.tables import State
from meetings.minutes.tables import State as MinutesState


class ArchiveFilter(Paging):
    """`minutes`: those which have minutes in this state, or none that may be read."""

    agency: Annotated[str, Field(max_length=35)] = ""
    state: State | Literal[""] = ""
    minutes: MinutesState | Literal["", "none"] = ""
    start_from: date | Literal[""] = ""
    start_to: date | Literal[""] = ""
