from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.page import Paging
from kit.text import Text
from monitoring.rule.schemas import Code, Level, RuleKind, Severity

State = Literal["silenced", "raised", "acknowledged", "closed", "recovered"]
STATES: tuple[State, ...] = ("raised", "acknowledged", "silenced", "closed", "recovered")
OPEN: tuple[State, ...] = ("raised", "acknowledged")


class AlertFilter(Paging):
    """`q`: words of the indicator, the area or the agency, with or without diacritics. `state` open: somebody was told
    and it has not ended."""

    state: Literal["", "open", "silenced", "raised", "acknowledged", "closed", "recovered"] = ""
    severity: Severity | Literal[""] = ""
    kind: RuleKind | Literal[""] = ""
    code: Code = ""
    agency: Code = ""
    level: Level | Literal[""] = ""
    rule_id: UUID | Literal[""] = ""


class Acknowledge(BaseModel):
    note: Annotated[Text, Field(max_length=1000)] = ""
    version: int


class Close(BaseModel):
    note: Annotated[Text, Field(min_length=3, max_length=1000)]
    version: int


class EventRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: State
    at: datetime
    by: str
    note: str
    value: float | None
    period: str


class TaskRead(BaseModel):
    """`path` is its page in governance."""

    model_config = ConfigDict(from_attributes=True)

    task_id: UUID
    alert_id: UUID
    state: str
    lead_agency: str
    due_on: date | None
    completed_on: date | None
    progress: int
    path: str


class MeetingRead(BaseModel):
    """`path` is its page in meetings."""

    model_config = ConfigDict(from_attributes=True)

    meeting_id: UUID
    state: str
    starts_at: datetime
    ends_at: datetime
    path: str


class AlertRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    rule_id: UUID
    code: str
    level: Level
    area: str
    agency: str | None
    kind: RuleKind
    severity: Severity
    state: State
    value: float | None
    attainment: float | None
    target: float | None
    period: str
    correlation_id: str
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    recovered_at: datetime | None
    recovery: str
    demo: bool
    version: int


class AlertDetail(AlertRead):
    history: list[EventRead]
    tasks: list[TaskRead]
    meetings: list[MeetingRead]
