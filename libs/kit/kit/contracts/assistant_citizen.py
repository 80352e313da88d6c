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
