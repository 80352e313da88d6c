from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict

Kind = Literal["", "task", "alert"]


class OriginAsked(BaseModel):
    """Of an address or a form; without an id the meeting is about nothing that has one."""

    origin_service: Literal["", "governance", "monitoring"] = ""
    origin_kind: Kind = ""
    origin_id: Annotated[UUID | None, BeforeValidator(lambda value: value or None)] = None


class About(BaseModel):
    """A task or alert that the caller may see."""

    model_config = ConfigDict(frozen=True)

    service: str
    kind: str
    id: UUID
    path: str
    title: str
    correlation_id: str
    state: str = ""
    """As its platform calls it."""
    severity: str = ""
    progress: int | None = None
    due_on: date | None = None
