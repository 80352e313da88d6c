from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field

from kit.page import Paging
from meetings.participant.schemas import ParticipantRead, listed
from meetings.participant.tables import Answer, Participant, Role

OfDirectory = Literal["chair", "secretary", "delegate"]
MOST_AT_ONCE = 100


class ParticipantsAdd(BaseModel):
    """Persons of governance's directory."""

    people: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE), BeforeValidator(listed)]
    role: Literal["secretary", "delegate"] = "delegate"


class RoleChange(BaseModel):
    version: int
    role: OfDirectory


class Substitution(BaseModel):
    version: int
    person_id: UUID


class RosterFilter(Paging):
    answer: Answer | Literal[""] = ""
    role: Role | Literal[""] = ""


class RosterLine(ParticipantRead):
    """`answer_note` and `email` are for who prepares the meeting, and for the person."""

    email: str
    replaces: str = ""
    """Name of whoever's place it is."""

    @classmethod
    def of(cls, participant: Participant, *, replaces: str, noted: bool) -> Self:
        line = cls.model_validate(participant)
        hidden = {} if noted else {"answer_note": "", "email": ""}
        return line.model_copy(update={"replaces": replaces, **hidden})
