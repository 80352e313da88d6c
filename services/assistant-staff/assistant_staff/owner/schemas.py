"""What is read here of what other platforms tell."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

Kind = Literal["document", "task", "minutes"]
OWNERS: dict[Kind, str] = {"document": "governance", "task": "governance", "minutes": "meetings"}


class Text(BaseModel):
    title: str
    label: str
    path: str
    texts: list[str]
    whole: bool
    changed_at: datetime | None = None


class Ids(BaseModel):
    ids: list[UUID]
    next: UUID | None = None


class DayItem(BaseModel):
    id: UUID
    title: str
    path: str
    mark: str = ""
    place: str = ""
    due_on: date | None = None
    reason: str = ""


class DayPart(BaseModel):
    part: str
    count: int
    items: list[DayItem]
    path: str


class Day(BaseModel):
    today: date
    overdue: int = 0
    soon: int = 0
    parts: list[DayPart]


class WorkItem(BaseModel):
    """A document of a list, or a task."""

    id: UUID
    number: int = 0
    year: int = 0
    subject: str = ""
    title: str = ""
    sender: str = ""
    due_on: date | None = None


class WorkPage(BaseModel):
    items: list[WorkItem]
    next: str | None = None


class Party(BaseModel):
    value: str
    label: str
    note: str = ""


class Opened(BaseModel):
    """A task that governance has opened."""

    id: UUID
    number: int
    year: int
    title: str


class Refusal(BaseModel):
    """A problem, as platforms tell them (RFC 9457)."""

    title: str = ""
    detail: str = ""


class Told(BaseModel):
    """A document, a task or minutes, as far as it is read here."""

    correlation_id: str = ""
