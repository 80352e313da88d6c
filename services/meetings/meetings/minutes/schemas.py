from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kit.text import Line, Name, Text
from meetings.minutes.tables import Kind, State

MOST_CONCLUSIONS = 100


def spelled(value: Any) -> Any:
    """A form sends `H02.14`, `H02.14/<unit>`, `H02.14//<person>` or `H02.14/<unit>/<person>`, as governance offers."""
    if not isinstance(value, str):
        return value
    agency, unit, person = (*value.split("/"), "", "")[:3]
    return {"agency": agency, "unit_id": unit or None, "person_id": person or None}


class Lead(BaseModel):
    """Who is to do it."""

    agency: Annotated[str, Field(min_length=1, max_length=35)]
    unit_id: UUID | None = None
    person_id: UUID | None = None


class NoteWrite(BaseModel):
    """`version` 0: nobody has noted anything on this item yet. `item_id` None: on the whole meeting."""

    version: Annotated[int, Field(ge=0)] = 0
    item_id: UUID | None = None
    body: Text = ""


class NoteRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    item_id: UUID | None
    heading: str
    body: str
    version: int


class SectionWrite(BaseModel):
    version: int
    heading: Annotated[Name, Field(max_length=300)]
    body: Text = ""


class LocationWrite(BaseModel):
    version: int
    location: Annotated[Name, Field(max_length=300)]


class ConclusionWrite(BaseModel):
    """A decision needs no `lead`; an action item does."""

    version: int = 0
    kind: Kind
    text: Annotated[Line, Field(min_length=1, max_length=500)]
    lead: Annotated[Lead | None, BeforeValidator(spelled)] = None
    due_on: date | None = None


class CommentWrite(BaseModel):
    text: Annotated[Text, Field(min_length=1, max_length=4000)]


class ActGiven(BaseModel):
    """`version`: of the minutes as they were read; other words than those must not be approved or published."""

    version: int


class Withdrawal(ActGiven):
    reason: Annotated[Text, Field(min_length=3, max_length=1000)]


class SectionRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: str
    heading: str
    body: str
    version: int


class ConclusionRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: Kind
    text: str
    lead_agency: str
    lead_unit_id: UUID | None
    lead_person_id: UUID | None
    lead_name: str
    due_on: date | None
    version: int


class CommentRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    said_at: datetime
    text: str


class EditionRead(BaseModel):
    """`withdrawn_at` is empty while it is in force."""

    model_config = ConfigDict(from_attributes=True)

    edition: int
    digest: str
    published_at: datetime
    withdrawn_at: datetime | None
    reason: str


class MinutesRead(BaseModel):
    """`correlation_id`: of the story that the meeting belongs to."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    meeting_id: UUID
    agency: str
    state: State
    location: str
    year: int | None
    number: int | None
    published_at: datetime | None
    digest: str | None
    version: int
    sections: list[SectionRead]
    conclusions: list[ConclusionRead]
    comments: list[CommentRead]
    edition: int
    editions: list[EditionRead]
    correlation_id: str = ""
