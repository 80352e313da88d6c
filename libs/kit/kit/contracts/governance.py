"""Events of governance: documents that came in, tasks and how they go. Never their words: those may name persons."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from kit.events import Event

TaskState = Literal["waiting", "in_progress", "submitted", "completed", "cancelled"]
Urgency = Literal["normal", "urgent", "very_urgent", "flash"]
"""Thường, khẩn, thượng khẩn, hỏa tốc (Decree 30/2020/NĐ-CP)."""


class Origin(BaseModel):
    """What a task came from: an alert, a document, a meeting's conclusion; `path` is its page."""

    model_config = ConfigDict(frozen=True)

    service: str
    kind: str
    id: UUID
    path: str


class _DocumentFacts(Event):
    document_id: UUID
    agency: str
    """Whose register it stands in: `H02.05`."""
    year: int
    number: int
    """In the register of incoming documents, which begins with 1 each year."""
    kind: str
    """Abbreviation of Decree 30 (`QĐ`, `KH`), empty for an official letter."""
    urgency: Urgency
    arrived_on: date
    due_on: date | None = None
    path: str

    def aggregate(self) -> str:
        return str(self.document_id)


class DocumentRegistered(_DocumentFacts):
    """A document came in and has its number."""

    topic: ClassVar[str] = "governance.document-registered.v1"


class DocumentAssigned(_DocumentFacts):
    """Its routing slip went one step on."""

    topic: ClassVar[str] = "governance.document-assigned.v1"

    lead_unit: UUID | None = None
    co_units: tuple[UUID, ...] = ()


class DocumentChanged(_DocumentFacts):
    """It was corrected, or got or lost a file."""

    topic: ClassVar[str] = "governance.document-changed.v1"


class DocumentSettled(_DocumentFacts):
    """Nothing more is to be done with it."""

    topic: ClassVar[str] = "governance.document-settled.v1"


class DocumentCancelled(_DocumentFacts):
    """It was registered by mistake: its number stays, struck out, and nobody has to do anything with it."""

    topic: ClassVar[str] = "governance.document-cancelled.v1"


class _TaskFacts(Event):
    task_id: UUID
    state: TaskState
    agency: str
    """Who gave it."""
    lead_agency: str
    """Who must see it done."""
    coordinating_agencies: tuple[str, ...] = ()
    parent_id: UUID | None = None
    origin: Origin | None = None
    due_on: date | None = None
    completed_on: date | None = None
    progress: int = 0
    """Percent."""
    path: str

    def aggregate(self) -> str:
        return str(self.task_id)


class TaskOpened(_TaskFacts):
    """Work was given to somebody."""

    topic: ClassVar[str] = "governance.task-opened.v1"


class TaskChanged(_TaskFacts):
    """Its state, deadline, lead or progress is another."""

    topic: ClassVar[str] = "governance.task-changed.v1"


class NotificationAdded(Event):
    """Something needs a person's attention; what it is, only that person may read."""

    topic: ClassVar[str] = "governance.notification-added.v1"

    account_id: UUID
    notification_id: UUID

    def aggregate(self) -> str:
        return str(self.account_id)
