from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from assistant_staff.action.schemas import CardRead
from assistant_staff.agenda.schemas import AgendaPart
from assistant_staff.library.schemas import Standing
from kit.page import Paging
from kit.text import Text

MOST_LETTERS = 2000
Kind = Literal["answer", "none", "agenda", "action"]


class Asked(BaseModel):
    """`conversation_id`: one's own; one that is not there yet begins. `as_of`: the day whose law is asked for."""

    model_config = ConfigDict(extra="ignore")

    question: Annotated[Text, Field(min_length=1, max_length=MOST_LETTERS)]
    conversation_id: UUID | None = None
    as_of: date | None = None


class Quote(BaseModel):
    """Words as they stand, and where. `head` begins the clause of which they are a point."""

    text: str
    head: str
    kind: str
    document: str
    title: str
    article: str
    clause: str
    point: str
    path: str
    standing: Standing | None
    """Of a law, on the day that was asked for."""
    verified: bool | None
    article_id: UUID | None
    passage_id: UUID
    probability: float


class Answer(BaseModel):
    """`quotes` answer; `passages` are others that may. `away`: platforms that did not answer, of which nothing is here.
    `expired`: what answers does not hold on that day, and nothing that holds does."""

    id: UUID
    conversation_id: UUID
    question: str
    kind: Kind
    as_of: date
    quotes: Sequence[Quote] = ()
    passages: Sequence[Quote] = ()
    expired: bool = False
    away: Sequence[str] = ()
    filling: bool = False
    """The index was being made: what is not here may be there."""
    refused: str = ""
    """Why governance told nothing of one's work."""
    agenda: Sequence[AgendaPart] = ()
    card: CardRead | None = None
    rating: str = ""
    at: datetime


class ConversationRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str
    started_at: datetime
    last_at: datetime


class Rated(BaseModel):
    """`passage`: the quoted one that is right; `law` and `article` name what would have been."""

    model_config = ConfigDict(extra="ignore")

    rating: Literal["up", "down", ""]
    passage: UUID | None = None
    law: UUID | None = None
    article: Annotated[str, Field(max_length=10)] = ""
    note: Annotated[Text, Field(max_length=1000)] = ""


class ReviewFilter(Paging):
    rating: Literal["", "up", "down"] = "down"


class Reviewed(BaseModel):
    """What was rated, without who asked."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    question: str
    kind: str
    rating: str
    note: str
    right_article: UUID | None
    rated_at: datetime
