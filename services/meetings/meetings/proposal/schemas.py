from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kit.text import Line, Text
from meetings.minutes.schemas import Lead, spelled
from meetings.proposal.sentence import LONGEST

Kind = Literal["action", "decision", "other"]


class NotesGiven(BaseModel):
    """`text` empty: what is noted in the meeting."""

    text: Annotated[Text, Field(max_length=60_000)] = ""


class SentenceSaid(BaseModel):
    """A sentence as it was proposed, and what it really is."""

    sentence: Annotated[Line, Field(min_length=1, max_length=LONGEST)]
    lead_line: Annotated[str, Field(max_length=1000)] = ""
    point: bool = False
    right: Kind


class ProposalTaken(SentenceSaid):
    """Accepted, as it is or changed, into the minutes; `right` "other" refuses it."""

    right: Kind = "other"
    text: Annotated[Line, Field(max_length=500)] = ""
    lead: Annotated[Lead | None, BeforeValidator(lambda value: spelled(value) if value else None)] = None
    due_on: Annotated[date | None, BeforeValidator(lambda value: value or None)] = None

    @model_validator(mode="after")
    def _charged(self) -> Self:
        if self.right == "action" and self.lead is None:
            raise ValueError("proposal.wrong.lead")
        return self


class ReasonRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    words: str
    weight: float


class WhoRead(BaseModel):
    """`start`, `end`: where in the sentence. `sure` false: several fit, or it is whoever spoke."""

    model_config = ConfigDict(from_attributes=True)

    kind: Literal["person", "agency", "speaker"]
    id: str
    name: str
    words: str
    start: int
    end: int
    sure: bool
    lead: bool


class DueRead(BaseModel):
    """`sure` false: the words may mean another day (`others`); `before`: the day itself is too late."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    words: str
    start: int
    end: int
    sure: bool
    before: bool
    others: list[date]


class ProposalRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: Literal["action", "decision"]
    sentence: str
    start: int
    end: int
    confidence: float
    sure: bool
    version: int
    reasons: list[ReasonRead]
    who: list[WhoRead]
    due: DueRead | None


def values_of(features: Any) -> dict[str, Any]:
    """As a form sends a sentence back."""
    return {"sentence": features["sentence"], "lead_line": features["lead"], "point": str(features["point"]).lower()}
