from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.text import Line, Text


class CardConfirm(BaseModel):
    """The card as its author leaves it; `version` is the one that was seen."""

    model_config = ConfigDict(extra="ignore")

    title: Annotated[Line, Field(min_length=1, max_length=500)]
    description: Annotated[Text, Field(max_length=5000)] = ""
    lead: Annotated[str, Field(min_length=1, max_length=120)]
    due_on: date | None = None
    version: int


class CardRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    conversation_id: UUID
    state: str
    title: str
    description: str
    lead: str
    lead_name: str
    due_on: date | None
    made_at: datetime
    done_at: datetime | None
    task_id: UUID | None
    task_path: str
    correlation_id: str
    version: int
