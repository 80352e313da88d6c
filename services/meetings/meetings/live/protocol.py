"""What a browser may say in a meeting. Everything else is refused; who says it is known from the connection alone."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kit.text import Text
from meetings.live.errors import MessageMalformed

MOST_BYTES = 64 << 10
"""A description of a session with many candidates is about 10 KiB."""


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Description(_Said):
    type: Literal["offer", "answer", "pranswer", "rollback"]
    sdp: Annotated[str, Field(max_length=MOST_BYTES)] = ""


class Candidate(BaseModel):
    """As browsers write it (RTCIceCandidateInit)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    candidate: Annotated[str, Field(max_length=2000)]
    sdpMid: Annotated[str, Field(max_length=100)] | None = None  # noqa: N815 - the browser's own names
    sdpMLineIndex: Annotated[int, Field(ge=0, le=1000)] | None = None  # noqa: N815
    usernameFragment: Annotated[str, Field(max_length=300)] | None = None  # noqa: N815


class Signal(_Said):
    """From browser to browser: how to reach each other."""

    type: Literal["signal"]
    to: UUID
    """Connection."""
    description: Description | None = None
    candidate: Candidate | None = None


class Media(_Said):
    type: Literal["media"]
    microphone: bool
    camera: bool
    screen: bool


class Hand(_Said):
    type: Literal["hand"]
    up: bool


class Chat(_Said):
    type: Literal["chat"]
    text: Annotated[Text, Field(min_length=1, max_length=2000)]


class Floor(_Said):
    """Given to a participant, or to nobody."""

    type: Literal["floor"]
    participant: UUID | None


class Silence(_Said):
    type: Literal["silence"]
    participant: UUID
    on: bool


class Admission(_Said):
    """`lobby`: back to the waiting room."""

    type: Literal["admission"]
    participant: UUID
    decision: Literal["admitted", "refused", "lobby"]


class Opening(_Said):
    type: Literal["open"]


class Ending(_Said):
    type: Literal["end"]


class Beat(_Said):
    """Every few seconds, so that a connection that died in silence is noticed."""

    type: Literal["beat"]


Said = Signal | Media | Hand | Chat | Floor | Silence | Admission | Opening | Ending | Beat
CONDUCTING = (Floor, Silence, Admission, Opening, Ending)
"""Of these, one at a time in a meeting: of two who conduct the second finds what the first has done."""
SAID: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Field(discriminator="type")])


def understood(text: str | None, octets: Any = None) -> Said:
    """What is too long is measured before it is read; pydantic's own bound holds how deep it may be nested."""
    if text is None or octets is not None or len(text.encode()) > MOST_BYTES:
        raise MessageMalformed
    try:
        return SAID.validate_json(text)
    except ValidationError as error:
        raise MessageMalformed from error
