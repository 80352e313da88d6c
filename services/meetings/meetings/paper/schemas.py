from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kit.page import Paging
from kit.text import Name, Text
from meetings.meeting.schemas import Moment
from meetings.paper.tables import Audience, Opens

MOST_NAMED = 300
Kind = Literal["read", "saved"]


def _listed(value: Any) -> Any:
    """A form sends one as a word, several as a list."""
    return [value] if isinstance(value, str) else value


class PaperPlaced(BaseModel):
    """Where what is sent belongs, and for whom it is from its first moment on."""

    item: UUID | Literal[""] = ""
    audience: Audience = "conducting"


class PaperUpdate(BaseModel):
    version: int
    name: Annotated[Name, Field(max_length=180)]
    agenda_item_id: UUID | None = None
    audience: Audience
    named: Annotated[list[UUID], Field(max_length=MOST_NAMED), BeforeValidator(_listed)] = []
    opens: Opens = "at-once"
    opens_at: Moment | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.opens == "moment" and self.opens_at is None:
            raise ValueError("paper.wrong.moment")
        if self.opens != "moment":
            self.opens_at = None
        if self.audience == "named" and not self.named:
            raise ValueError("paper.wrong.named")
        return self


class PaperMove(BaseModel):
    version: int
    to: Literal["up", "down"]


class VersionRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: int
    name: str
    media_type: str
    size: int
    pages: int | None
    uploaded_by: str
    uploaded_at: datetime


class PaperRead(BaseModel):
    """What every reader is told of a paper; who else may read it is told only to who prepares."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agenda_item_id: UUID | None
    name: str
    current: VersionRead
    version: int


class PaperTerms(PaperRead):
    audience: Audience
    opens: Opens
    opens_at: datetime | None
    named: list[UUID]
    versions: list[VersionRead]


class OpeningFilter(Paging):
    kind: Kind | Literal[""] = ""


class OpeningRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    kind: Kind
    number: int
    opened_at: datetime


class NoteWrite(BaseModel):
    """`version`: 0 for a first note."""

    version: int = 0
    text: Annotated[Text, Field(max_length=20_000)] = ""


class NoteRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    text: str
    version: int
