from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from governance.task.states import Action
from kit.contracts.governance import Origin, TaskState, Urgency
from kit.page import Paging
from kit.text import Line, Text

DUE_DAYS = Annotated[int, Field(ge=1, le=365)]
MOST_COORDINATING = 30


def spelled(value: Any) -> Any:
    """A form sends `H02.14`, `H02.14/<unit>`, `H02.14//<person>` or `H02.14/<unit>/<person>`, and behind any of them
    `@2026-12-01` where that party has a day of its own."""
    if not isinstance(value, str):
        return value
    where, _, due_on = value.partition("@")
    agency, unit, person = (*where.split("/"), "", "")[:3]
    return {"agency": agency, "unit_id": unit or None, "person_id": person or None, "due_on": due_on or None}


class PartyFacts(BaseModel):
    agency: Annotated[str, Field(min_length=1, max_length=35)]
    unit_id: UUID | None = None
    person_id: UUID | None = None
    due_on: date | None = None
    """Of a coordinating party, where it is earlier than the task's."""


PartyIn = Annotated[PartyFacts, BeforeValidator(spelled)]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


class _Deadline(BaseModel):
    due_on: date | None = None
    due_days: DUE_DAYS | None = None
    """Working days from today, instead of a day."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.due_on is not None and self.due_days is not None:
            raise ValueError("task.wrong.deadline_twice")
        return self


class _Facts(_Deadline):
    title: Annotated[Line, Field(min_length=1, max_length=500)]
    description: Text = ""
    priority: Urgency = "normal"
    coordinating: Annotated[list[PartyIn], Field(max_length=MOST_COORDINATING), BeforeValidator(_listed)] = []
    coordinating_due_on: date | None = None
    """Of those coordinating parties which have no day of their own."""


class TaskCreate(_Facts):
    """`agency` gives the task; not said, the one that its creator leads or whose office that is."""

    agency: Annotated[str, Field(max_length=35)] = ""
    lead: PartyIn
    key: UUID | None = None
    """Of the form: sent twice, the task is opened once."""


class TaskUpdate(_Facts):
    version: int
    key: UUID | None = None


class TaskAct(_Deadline):
    """What is done with a task; which fields are needed depends on the action."""

    version: int
    key: UUID | None = None
    note: Text = ""
    progress: Annotated[int, Field(ge=0, le=100)] | None = None
    to: PartyIn | None = None
    title: Annotated[str, Field(max_length=250)] = ""
    url: Annotated[str, Field(max_length=2000, pattern=r"^(https?://|/)[^\s]+$|^$")] = ""
    document_id: UUID | None = None


class PartyRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    role: str
    agency: str
    unit_id: UUID | None
    person_id: UUID | None
    due_on: date | None


class TaskRead(BaseModel):
    id: UUID
    agency: str
    year: int
    number: int
    title: str
    description: str
    priority: Urgency
    state: TaskState
    progress: int
    due_on: date | None
    overdue: bool
    parent_id: UUID | None
    lead: PartyFacts
    origin: Origin | None
    opened_at: datetime
    submitted_on: date | None
    completed_on: date | None
    days_late: int | None
    version: int


class TaskDetail(TaskRead):
    """`actions`: what the one who asks may do with it now."""

    parties: list[PartyRead]
    actions: list[Action]
    correlation_id: str


class StepRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    at: datetime
    action: str
    person_id: UUID | None
    before: TaskState | None
    after: TaskState
    note: str
    details: dict[str, Any]


class EvidenceRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str
    url: str
    document_id: UUID | None
    attachment_id: UUID | None
    person_id: UUID
    at: datetime


Mine = Literal["", "mine", "given", "led", "coordinating"]


class TaskFilter(Paging):
    """`of`: as what the one who asks takes part. Usually `open`: what is neither completed nor cancelled."""

    of: Mine = ""
    state: TaskState | Literal["", "open", "overdue", "all"] = ""
    priority: Urgency | Literal[""] = ""
    due_from: date | Literal[""] = ""
    due_to: date | Literal[""] = ""
    lead_agency: Annotated[str, Field(max_length=35)] = ""
    lead_unit: UUID | Literal[""] = ""
    lead_person: UUID | Literal[""] = ""
    origin_kind: Annotated[str, Field(max_length=40)] = ""
    origin_id: UUID | Literal[""] = ""
    parent_id: UUID | Literal[""] = ""
