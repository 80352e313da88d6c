"""What an answer consists of."""

from dataclasses import dataclass, field
from uuid import UUID

ASPECTS = ("documents", "fee", "time", "where", "who", "conditions", "steps", "form", "law", "result", "overview")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`link`: the page and part it was taken from; `label`: that place's name, for people."""

    text: str
    link: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`known` is False where the record says nothing of what was asked; then it tells whom to ask."""

    procedure_id: UUID
    code: str
    name: str
    aspect: str
    verified: bool
    known: bool
    sentences: list[Sentence] = field(default_factory=list)
