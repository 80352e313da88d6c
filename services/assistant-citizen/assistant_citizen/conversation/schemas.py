import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MOST_LETTERS = 2000
Kind = Literal[
    "question", "answer", "clarify", "rephrase", "unknown", "handover", "greeting", "thanks",
    "operator", "notice", "ask", "state",
]  # fmt: skip
"""`ask`: something is asked for before it can go on; `state`: what was told of the citizen's own business."""
Channel = Literal["page", "widget", "api"]
Language = Literal["vi", "en"]
State = Literal["assistant", "waiting", "active"]
Reason = Literal["wrong", "unclear", "outdated", "incomplete", "other"]
After = Annotated[int, Field(ge=0, le=1_000_000_000)]
"""A place in a conversation: messages behind it are asked for."""


def _plain(value: Any) -> Any:
    """Composed, without what nobody sees; markup stays what it is: letters."""
    if not isinstance(value, str):
        return value
    told = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if told.isprintable():  # as nearly all are
        return told.strip()
    kept = "".join(
        one for one in told if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return kept.strip()


Said = Annotated[str, BeforeValidator(_plain)]


class Part(BaseModel):
    """A sentence of an answer and the record it was taken from."""

    text: str
    link: str = ""
    label: str = ""


class Choice(BaseModel):
    """Something to answer by its number. `procedure_id` and `aspect`: what is then answered."""

    what: Literal["procedure", "aspect", "person", "none", "dossier", "leave"]
    label: str
    procedure_id: UUID | None = None
    aspect: str | None = None


class Place(BaseModel):
    """Who answers what the assistant cannot."""

    name: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    link: str = ""


class Subject(BaseModel):
    """The procedure an answer is about. `verified`: compared with what is in force by an official."""

    id: UUID
    name: str
    link: str
    verified: bool


class Body(BaseModel):
    """What a reply consists of beside its text."""

    parts: list[Part] = []
    choices: list[Choice] = []
    links: list[Part] = []
    """Where one goes on."""
    place: Place | None = None
    subject: Subject | None = None


class ConversationCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    channel: Channel = "api"
    language: Language = "vi"


class MessageCreate(BaseModel):
    """Words, or the number of a choice of the reply before, from 0."""

    model_config = ConfigDict(extra="forbid")

    text: Said = ""
    choice: Annotated[int, Field(ge=0, le=20)] | None = None


class MessageRead(BaseModel):
    """`id` and `place` grow as messages are written. `signed`: the official who wrote it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    place: int
    author: Literal["citizen", "assistant", "operator", "system"]
    kind: Kind
    text: str
    body: Body
    signed: str
    confidence: float | None
    intent: str | None
    procedure_id: UUID | None
    aspect: str | None
    rating: Literal["good", "bad"] | None
    created_at: datetime


class ConversationRead(BaseModel):
    id: UUID
    state: State
    language: Language
    messages: list[MessageRead]


class ConversationOpened(BaseModel):
    """`token` is told once; it goes into the header X-Conversation-Token of every later call."""

    id: UUID
    token: str
    greeting: str


class TurnRead(BaseModel):
    """`reply` is None while a person answers: it comes over /events."""

    state: State
    question: MessageRead
    reply: MessageRead | None


class RatingWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rating: Literal["good", "bad"]
    reason: Reason | None = None
