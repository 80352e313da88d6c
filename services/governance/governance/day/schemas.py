from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

Part = Literal["decide", "document", "mine", "assign", "given"]
"""Waits for this person's decision; documents whose next step is the person's; own work; work of the agency that nobody
was given yet; what the person or the agency led gave to others and slips."""
Next = Literal["accept", "answer", "handle", "redo", "start", "finish", "assign", "urge"]
Reason = Literal["", "overdue", "today", "soon", "returned", "submitted", "extension", "new"]


class DayItem(BaseModel):
    id: UUID
    title: str
    path: str
    mark: str
    """Number in the register or of the task: `125`, `45/2026`."""
    place: str
    """Who gave it or sent it, or who has it."""
    due_on: date | None
    urgency: str
    reason: Reason
    next: Next


class DayPart(BaseModel):
    """`count` of all there is, `items` the most pressing of them; `path` lists them all."""

    part: Part
    count: int
    items: Sequence[DayItem]
    path: str


class StandIn(BaseModel):
    """A delegation in force: `mine` when this person lent the position."""

    mine: bool
    name: str
    title: str
    last: date


class Day(BaseModel):
    today: date
    overdue: int
    """Of the person's own tasks."""
    soon: int
    """Due today or within a week."""
    unread: int
    parts: list[DayPart]
    stand_ins: list[StandIn]

    @property
    def is_free(self) -> bool:
        return not any(part.count for part in self.parts)
