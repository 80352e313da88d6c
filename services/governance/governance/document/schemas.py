from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from governance.document.kind import KINDS, LETTER, kind_of
from kit.contracts.governance import Urgency
from kit.page import Paging
from kit.text import Line, Name, Text

State = Literal["registered", "submitted", "assigned", "working", "settled", "cancelled"]
Confidentiality = Literal["open", "confidential", "secret", "top_secret"]
FIRST_DAY = date(1945, 9, 2)
"""Older papers than the republic's are no administrative documents."""
Short = Annotated[Name, Field(max_length=200)]
Long = Annotated[Text, Field(max_length=2000)]


class _Facts(BaseModel):
    """Lengths after Decree 30/2020/NĐ-CP, Appendix VI: organ 200, subject 500."""

    arrived_on: date
    sender: Short
    notation: Annotated[Line, Field(max_length=60)] = ""
    dated: Annotated[date, Field(ge=FIRST_DAY)] | None = None
    kind: Annotated[str, Field(max_length=20)] = ""
    """A key of the kinds; left out it is read from the notation, else an official letter."""
    subject: Annotated[Line, Field(min_length=1, max_length=500)]
    urgency: Urgency = "normal"
    confidentiality: Confidentiality = "open"
    pages: Annotated[int, Field(ge=1, le=99_999)] | None = None
    due_on: date | None = None
    note: Long = ""

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind and kind not in KINDS:
            raise ValueError("document.wrong.kind")
        return kind

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.dated and self.dated > self.arrived_on:
            raise ValueError("document.wrong.dated_after_arrival")
        if self.due_on and self.due_on < self.arrived_on:
            raise ValueError("document.wrong.due_before_arrival")
        self.kind = self.kind or kind_of(self.notation) or LETTER
        return self


class DocumentCreate(_Facts):
    """`agency`: whose register; needed only of who keeps several. `key` makes sending it twice harmless."""

    agency: Annotated[str, Field(max_length=35)] = ""
    key: Annotated[str, Field(max_length=80)] = ""


class DocumentUpdate(_Facts):
    """A correction; the reason stands in the history."""

    version: int
    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class DocumentCancel(BaseModel):
    version: int
    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class Twin(BaseModel):
    """Registered before with the same sender, notation and date."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: int
    year: int
    arrived_on: date
    subject: str


class DocumentRegisteredRead(BaseModel):
    """`twins` is a warning: the same document may have been registered already."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency: str
    year: int
    number: int
    version: int = 1
    twins: list[Twin] = []


class UnitRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    unit_id: UUID
    part: Literal["lead", "co"]
    due_on: date | None


class PersonRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    person_id: UUID
    unit_id: UUID
    part: Literal["main", "supporting"]
    due_on: date | None


class DocumentRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency: str
    year: int
    number: int
    arrived_on: date
    sender: str
    notation: str
    dated: date | None
    kind: str
    subject: str
    urgency: Urgency
    confidentiality: Confidentiality
    pages: int | None
    due_on: date | None
    note: str
    state: State
    registered_at: datetime
    leader_id: UUID | None
    opinion: str
    assigned_on: date | None
    progress: str
    result: str
    reply_notation: str
    settled_on: date | None
    cancelled_reason: str
    units: list[UnitRead]
    people: list[PersonRead]
    correlation_id: str
    version: int


class StepRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    action: str
    state_before: str
    state_after: str
    person_id: UUID
    for_person_id: UUID | None
    at: datetime
    note: str
    details: dict[str, Any]


class DocumentFilter(Paging):
    """`q`: words of subject, notation, sender or the files' text, with or without marks. `unit`: given to it. `open`:
    neither settled nor cancelled.

    `overdue`: not settled by its deadline; `waiting`: for something that the reader has to do.
    """

    sort: Annotated[str, Field(max_length=40, pattern=r"^-?[a-z_]*$")] = "-number"
    agency: Annotated[str, Field(max_length=35)] = ""
    year: Annotated[int, Field(ge=1900, le=2200)] | Literal[""] = ""
    state: State | Literal["", "open"] = ""
    due_from: date | Literal[""] = ""
    due_to: date | Literal[""] = ""
    kind: Annotated[str, Field(max_length=20)] = ""
    urgency: Urgency | Literal[""] = ""
    unit: UUID | Literal[""] = ""
    overdue: bool | Literal[""] = ""
    waiting: bool | Literal[""] = ""


class TwinFilter(BaseModel):
    """What a clerk has typed so far."""

    agency: Annotated[str, Field(max_length=35)] = ""
    sender: Annotated[str, Field(max_length=1000)] = ""
    notation: Annotated[str, Field(max_length=1000)] = ""
    dated: date | Literal[""] = ""
