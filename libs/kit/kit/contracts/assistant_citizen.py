"""Events of the assistant for citizens. Never words of a conversation: those may name persons."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from kit.events import Event


class ConversationRated(Event):
    """A citizen said what an answer was worth; said once more, the last word counts."""

    topic: ClassVar[str] = "assistant-citizen.conversation-rated.v1"

    conversation_id: UUID
    message_id: UUID
    rating: Literal["good", "bad"]
    reason: Literal["wrong", "unclear", "outdated", "incomplete", "other"] | None = None
    kind: str
    """Of the answer: `answer`, `clarify`, `unknown`, …"""
    by: Literal["assistant", "person"]
    channel: Literal["page", "widget", "api"]
    procedure_code: str | None = None
    """The procedure it was about."""
    aspect: str | None = None
    """The side of it that was asked for: `fee`, `time`, …"""
    rated_at: datetime

    def aggregate(self) -> str:
        return str(self.message_id)


class _PetitionFacts(Event):
    petition_id: UUID
    category: str
    """`environment`, `road`, `lighting`, … of the assistant's list."""
    area_code: str = ""
    """Of the office of the commune or ward it is about."""
    area: str = ""
    """The name of that commune or ward."""
    filed_at: datetime
    path: str
    """Where officials read it; what was written stays there."""

    def aggregate(self) -> str:
        return str(self.petition_id)


class PetitionFiled(_PetitionFacts):
    """A citizen told of something that somebody has to see to."""

    topic: ClassVar[str] = "assistant-citizen.petition-filed.v1"

    photos: int = 0
    has_position: bool = False


class PetitionClosed(_PetitionFacts):
    """Its citizen has an answer; what it says stays where it is."""

    topic: ClassVar[str] = "assistant-citizen.petition-closed.v1"

    outcome: Literal["answered", "refused", "redirected"]
    closed_at: datetime


class PetitionRated(Event):
    """A citizen said what the answer to a petition was worth; said once more, the last word counts."""

    topic: ClassVar[str] = "assistant-citizen.petition-rated.v1"

    petition_id: UUID
    rating: Literal["good", "bad"]
    category: str
    outcome: Literal["answered", "refused", "redirected"]
    rated_at: datetime

    def aggregate(self) -> str:
        return str(self.petition_id)
