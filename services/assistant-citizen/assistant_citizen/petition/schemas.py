from datetime import datetime
from typing import Annotated, Any, Literal, Self, get_args
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant_citizen.petition.category import CATEGORIES
from kit.page import Paging
from kit.text import Line, Text

MOST_LETTERS = 3000
SOUTH, NORTH, WEST, EAST = 6.0, 23.6, 102.0, 118.0
"""Viet Nam with its islands."""
State = Literal["received", "assigned", "processing", "answered", "refused", "redirected"]
Outcome = Literal["answered", "refused", "redirected"]
Rating = Literal["good", "bad"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


def _category(value: object) -> object:
    if value not in CATEGORIES:
        raise ValueError("petition.wrong.category")
    return value


def _decimal(value: object) -> object:
    """As phones and Vietnamese keyboards write it."""
    return value.strip().replace(",", ".") if isinstance(value, str) else value


def _agreed(value: bool) -> bool:
    if not value:
        raise ValueError("petition.wrong.consent")
    return value


def _checked(value: bool) -> bool:
    if not value:
        raise ValueError("petition.wrong.checked")
    return value


def _within(least: float, most: float) -> Any:
    def check(value: float) -> float:
        if not least <= value <= most:  # neither is what is no number
            raise ValueError("petition.wrong.position")
        return value

    return AfterValidator(check)


Category = Annotated[str, Field(max_length=40), BeforeValidator(_category)]
Latitude = Annotated[float, BeforeValidator(_decimal), _within(SOUTH, NORTH)]
Longitude = Annotated[float, BeforeValidator(_decimal), _within(WEST, EAST)]


class PetitionCreate(BaseModel):
    """`key`: made by whoever sends it, so that it is filed once however often it is sent; hard to guess, for the code
    is told again to who knows it. `area`: the code of the office of a commune. Name and telephone are locked away."""

    model_config = ConfigDict(extra="ignore")

    key: UUID
    category: Category
    text: Annotated[Text, Field(min_length=10, max_length=MOST_LETTERS)]
    area: Annotated[Line, Field(max_length=40)] = ""
    place: Annotated[Line, Field(max_length=200)] = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    name: Annotated[Line, Field(max_length=100)] = ""
    phone: Annotated[Line, Field(max_length=20, pattern=r"^(\+?[0-9][0-9 .()-]{6,18})?$")] = ""
    consent: Annotated[bool, AfterValidator(_agreed), Field(validate_default=True)] = False
    language: Literal["vi", "en"] = "vi"

    @model_validator(mode="after")
    def _refuse_half_a_position(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("petition.wrong.half_position")
        return self


class PetitionFiled(BaseModel):
    """`code` is told once."""

    code: str
    path: str
    state: State
    filed_at: datetime


class StepRead(BaseModel):
    """Without who did it: that is the office's."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    action: str


class PetitionTold(BaseModel):
    """What who has the code is told: nothing of what was written, for codes get lost."""

    model_config = ConfigDict(from_attributes=True)

    category: str
    area: str
    state: State
    filed_at: datetime
    closed_at: datetime | None
    answer: str
    redirected_to: str
    rating: Rating | None
    steps: list[StepRead] = []


class RatingWrite(BaseModel):
    model_config = ConfigDict(extra="ignore")

    rating: Rating


class PhotoRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    place: int
    size: int
    width: int
    height: int


class PetitionRead(BaseModel):
    """For officials. `has_contact`: who it was is told by an own call, which is noted; `correlation_id`: of the story
    that begins with it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    category: str
    area_code: str
    area: str
    place: str
    latitude: float | None
    longitude: float | None
    text: str
    state: State
    filed_at: datetime
    closed_at: datetime | None
    task_id: UUID | None
    task_path: str
    task_state: str
    lead_agency: str
    lead_agency_name: str = ""
    answer: str
    redirected_to: str
    answered_by: str
    rating: Rating | None
    correlation_id: str
    version: int
    has_contact: bool = False
    photos: list[PhotoRead] = []


class PetitionFilter(Paging):
    """`waiting`: the work in governance has ended, the citizen has no answer yet."""

    state: Literal["", "open", "received", "assigned", "processing", "answered", "refused", "redirected"] = ""
    category: Annotated[str, Field(max_length=40)] = ""
    area: Annotated[str, Field(max_length=40)] = ""
    waiting: bool = False


class AnswerWrite(BaseModel):
    """`outcome` redirected needs to whom. `checked`: somebody looked that the answer holds no personal data."""

    model_config = ConfigDict(extra="ignore")

    version: int
    outcome: Outcome
    text: Annotated[Text, Field(min_length=1, max_length=4000)]
    to: Annotated[Line, Field(max_length=200)] = ""
    checked: Annotated[bool, AfterValidator(_checked), Field(validate_default=True)] = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.outcome == "redirected" and not self.to:
            raise ValueError("petition.wrong.to")
        return self


class Contact(BaseModel):
    name: str = ""
    phone: str = ""
