from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from meetings.participant.tables import Answer, Role

MOST = 300
"""Participants of one meeting."""


class Contact(BaseModel):
    """Of governance's directory, as its API tells: the part of it that is used here."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    name: str
    title: str
    agency: str
    agency_name: str
    email: str
    language: str
    username: str | None
    account_id: UUID | None


def listed(value: Any) -> Any:
    """A form sends one as a word, several as a list."""
    return [value] if isinstance(value, str | int) else value


class Invitation(BaseModel):
    """Who is to take part: persons of the directory, by role."""

    chair: UUID
    secretary: UUID | None = None
    delegates: Annotated[list[UUID], Field(max_length=MOST), BeforeValidator(listed)] = []


class AnswerGiven(BaseModel):
    version: int
    answer: Literal["accepted", "tentative", "declined"]
    note: Annotated[str, Field(max_length=500)] = ""


class ParticipantRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    role: Role
    person_id: UUID | None
    name: str
    title: str
    agency: str
    answer: Answer
    answer_note: str
    substitute_of: UUID | None
    version: int
