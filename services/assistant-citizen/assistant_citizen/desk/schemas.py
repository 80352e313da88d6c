from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.page import Paging
from kit.text import Text


class HandoverFilter(Paging):
    state: Literal["waiting", "active", "ended"] = "waiting"
    mine: bool = False


class HandoverRead(BaseModel):
    """`late`: asked for while the desk was closed. `subject`: what it is about, masked."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    conversation_id: UUID
    state: Literal["waiting", "active", "ended"]
    late: bool
    subject: str
    asked_at: datetime
    operator_name: str | None
    taken_at: datetime | None
    ended_at: datetime | None
    version: int


class Step(BaseModel):
    """`version`: of what the official saw."""

    model_config = ConfigDict(extra="forbid")

    version: int


class AnswerWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[Text, Field(min_length=1, max_length=4000)]
