from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

Aspect = Literal["documents", "fee", "time", "where", "who", "conditions", "steps", "form", "law", "result", "overview"]


class SentenceRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    text: str
    link: str
    label: str


class AnswerRead(BaseModel):
    """`known` is false where the record says nothing of this side; the sentences then tell whom to ask."""

    model_config = ConfigDict(from_attributes=True)

    procedure_id: UUID
    code: str
    name: str
    aspect: str
    verified: bool
    known: bool
    sentences: list[SentenceRead]
