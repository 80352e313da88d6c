"""Events of meetings: called, changed, cancelled, about to begin; minutes published. Never their words: those may
name persons. Only what is to be done travels in words, for it becomes a task of somebody else (decision 48)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.contracts.governance import Origin
from kit.events import Event

MeetingState = Literal["planned", "running", "ended", "cancelled"]
MinutesStep = Literal["submitted", "commented", "returned", "approved", "reopened", "published", "withdrawn"]


class _MeetingFacts(Event):
    meeting_id: UUID
    agency: str
    """Who called it."""
    state: MeetingState
    starts_at: datetime
    ends_at: datetime
    people: tuple[UUID, ...] = ()
    """Persons of governance's directory who are invited; guests have no number there."""
    caller_id: UUID | None = None
    """Of these, who called it."""
    origin: Origin | None = None
    """The task or alert it was called about."""
    path: str

    def aggregate(self) -> str:
        return str(self.meeting_id)


class MeetingCalled(_MeetingFacts):
    """People were invited to it."""

    topic: ClassVar[str] = "meetings.meeting-called.v1"


class MeetingChanged(_MeetingFacts):
    """Something about it is another, or somebody was invited or is not any more."""

    topic: ClassVar[str] = "meetings.meeting-changed.v1"

    added: tuple[UUID, ...] = ()
    removed: tuple[UUID, ...] = ()
    noticed: bool = False
    """Whoever reads the invitation sees a difference: its time, place, subject or agenda."""


class MeetingCancelled(_MeetingFacts):
    """It will not be held."""

    topic: ClassVar[str] = "meetings.meeting-cancelled.v1"


class MeetingSoon(_MeetingFacts):
    """It begins in a quarter of an hour."""

    topic: ClassVar[str] = "meetings.meeting-soon.v1"


class ActionItem(BaseModel):
    """Something that is to be done by somebody of governance's directory."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    text: Annotated[str, Field(max_length=500)]
    lead_agency: str
    lead_unit_id: UUID | None = None
    lead_person_id: UUID | None = None
    due_on: date | None = None


class MinutesPublished(Event):
    """The minutes of a meeting are on record. Published once more after a correction, with the same items and new ones:
    whoever has made something of an item already has nothing to do."""

    topic: ClassVar[str] = "meetings.minutes-published.v1"
    words: ClassVar[Mapping[str, frozenset[str]]] = {"action_items": frozenset({"text", "lead_person_id"})}

    meeting_id: UUID
    minutes_id: UUID
    agency: str
    """Who called the meeting, and gives what is to be done."""
    path: str
    """Of the meeting."""
    action_items: Annotated[tuple[ActionItem, ...], Field(max_length=100)] = ()

    def aggregate(self) -> str:
        return str(self.minutes_id)


class MinutesMoved(Event):
    """Minutes went a step further or back; `people` of governance's directory have to know."""

    topic: ClassVar[str] = "meetings.minutes-moved.v1"

    meeting_id: UUID
    minutes_id: UUID
    agency: str
    step: MinutesStep
    starts_at: datetime
    """When the meeting began, by which people know which it is."""
    people: tuple[UUID, ...] = ()
    path: str
    """Of the minutes."""

    def aggregate(self) -> str:
        return str(self.minutes_id)
