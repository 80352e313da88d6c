from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kit.clock import ZONE
from kit.page import Paging
from kit.text import Name, Text
from meetings.meeting.tables import State
from meetings.origin.schemas import OriginAsked
from meetings.participant.schemas import MOST, Invitation, listed

LONGEST = timedelta(days=3)
MOST_ITEMS = 50
Waiting = Literal["nobody", "guests", "all"]


def as_here(moment: datetime) -> datetime:
    """A time of a form has no zone: it is meant here."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment


Moment = Annotated[datetime, AfterValidator(as_here)]


def as_items(value: Any) -> Any:
    """A form sends a line an item: `Báo cáo tiến độ | Trần Văn Bình | 15`."""
    if not isinstance(value, str):
        return value
    lines = [[part.strip() for part in line.split("|")] for line in value.splitlines() if line.strip()]
    return [_item(title, *rest) for title, *rest in lines]


def _item(title: str, presenter: str = "", minutes: str = "", *_: str) -> dict[str, Any]:
    """`Kết luận | 10` names no presenter."""
    if presenter.isdecimal() and not minutes:
        presenter, minutes = "", presenter
    return {"title": title, "presenter": presenter, "minutes": minutes or 0}


class ItemWrite(BaseModel):
    title: Annotated[Name, Field(max_length=300)]
    presenter: Annotated[str, Field(max_length=200)] = ""
    minutes: Annotated[int, Field(ge=0, le=600)] = 0


class _Facts(BaseModel):
    title: Annotated[Name, Field(max_length=300)]
    purpose: Annotated[Text, Field(max_length=4000)] = ""
    starts_at: Moment
    ends_at: Moment
    room_id: UUID | None = None
    overlap: bool = False
    """The room is wanted although another meeting has it at that time."""
    lobby_minutes: Annotated[int, Field(ge=0, le=240)] = 15
    waiting: Waiting = "guests"
    quorum: Annotated[int, Field(ge=0, le=100)] = 50
    agenda: Annotated[list[ItemWrite], Field(max_length=MOST_ITEMS), BeforeValidator(as_items)] = []

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if not self.starts_at < self.ends_at <= self.starts_at + LONGEST:
            raise ValueError("meeting.wrong.times")
        return self


class MeetingCreate(_Facts, Invitation, OriginAsked):
    """The caller's agency calls it. `origin_*`: the task or alert it is about."""


class MeetingUpdate(_Facts):
    version: int


class PlanAsked(BaseModel):
    """What a plan would collide with: the fields of the form, or `meeting_id` for the people of one that is called."""

    starts_at: Moment
    ends_at: Moment
    room_id: UUID | None = None
    chair: UUID | None = None
    secretary: UUID | None = None
    delegates: Annotated[list[UUID], Field(max_length=MOST), BeforeValidator(listed)] = []
    meeting_id: UUID | None = None


class OverlapRead(BaseModel):
    """`title` is empty where the caller may not see the other meeting."""

    model_config = ConfigDict(from_attributes=True)

    kind: Literal["room", "person"]
    name: str
    title: str
    starts_at: datetime
    ends_at: datetime


class MeetingFilter(Paging):
    state: State | Literal[""] = ""
    start_from: datetime | Literal[""] = ""
    start_to: datetime | Literal[""] = ""


class ItemRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str
    presenter: str
    minutes: int


class MeetingRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency: str
    title: str
    purpose: str
    starts_at: datetime
    ends_at: datetime
    lobby_minutes: int
    waiting: Waiting
    room_id: UUID | None
    state: State
    quorum: int
    sequence: int
    origin_path: str | None
    version: int


class MeetingWhole(MeetingRead):
    """`correlation_id`: of the story it belongs to, begun by what it is about or with itself."""

    correlation_id: str
    agenda: list[ItemRead]
