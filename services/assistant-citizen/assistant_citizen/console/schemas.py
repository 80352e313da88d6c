from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.page import Paging

Intent = Literal["procedure", "dossier", "petition", "appointment", "greeting", "thanks", "person", "out_of_scope"]
Aspect = Literal["overview", "documents", "fee", "time", "where", "who", "conditions", "steps", "form", "law", "result"]


class QuestionFilter(Paging):
    state: Literal["open", "labelled", "dismissed"] = "open"
    flag: Literal["", "unanswered", "rated"] = ""


class QuestionRead(BaseModel):
    """`guessed_…`: what was understood then; `intent`, `procedure_id`, `aspect`: what is right, once labelled."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    flag: Literal["unanswered", "rated"]
    text: str
    before: dict[str, Any]
    kind: str
    guessed_intent: str | None
    guessed_procedure_id: UUID | None
    guessed_aspect: str | None
    confidence: float | None
    reason: str | None
    asked_at: datetime
    state: Literal["open", "labelled", "dismissed"]
    intent: str | None
    procedure_id: UUID | None
    aspect: str | None
    labelled_by: str | None
    labelled_at: datetime | None
    version: int


class LabelWrite(BaseModel):
    """Of the intent `procedure` which one and which side of it are told, too."""

    model_config = ConfigDict(extra="forbid")

    intent: Intent
    procedure_id: UUID | None = None
    aspect: Aspect | None = None
    version: int


class DismissWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int


class ChoiceFilter(BaseModel):
    q: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=50)] = 20
