from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kit.text import Text
from meetings.participant.schemas import listed
from meetings.vote.blind import BYTES, TOKEN_BYTES
from meetings.vote.tables import State

FEWEST_OPTIONS, MOST_OPTIONS = 2, 20
USUAL = ("Đồng ý", "Không đồng ý", "Ý kiến khác")


def _lines(value: Any) -> Any:
    """A form sends an option a line."""
    return [line.strip() for line in value.splitlines() if line.strip()] if isinstance(value, str) else value


def _rising(choices: list[int]) -> list[int]:
    if len(set(choices)) != len(choices):
        raise ValueError("vote.wrong.twice")
    return sorted(choices)


Option = Annotated[Text, Field(min_length=1, max_length=200)]
Choices = Annotated[
    list[Annotated[int, Field(ge=0, lt=MOST_OPTIONS)]],
    Field(max_length=MOST_OPTIONS),
    AfterValidator(_rising),
    BeforeValidator(listed),
]


class VoteCreate(BaseModel):
    question: Annotated[Text, Field(min_length=1, max_length=1000)]
    options: Annotated[
        list[Option], Field(min_length=FEWEST_OPTIONS, max_length=MOST_OPTIONS), BeforeValidator(_lines)
    ] = list(USUAL)
    secret: bool = False
    least: Annotated[int, Field(ge=0)] = 1
    most: Annotated[int, Field(ge=1)] = 1
    item_id: UUID | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if len(set(self.options)) != len(self.options):
            raise ValueError("vote.wrong.options")
        if not self.least <= self.most <= len(self.options):
            raise ValueError("vote.wrong.choices")
        return self


class VoteUpdate(VoteCreate):
    version: int


class Step(BaseModel):
    """`version`: of the vote as who acts saw it; somebody else may have been quicker."""

    version: int


class Cancelling(Step):
    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class Casting(BaseModel):
    choices: Choices = []


class PaperAsked(BaseModel):
    """`blinded`: the token as the browser blinded it (RFC 9474), hexadecimal."""

    blinded: Annotated[str, Field(pattern=rf"^[0-9a-f]{{{2 * BYTES}}}$")]


class PaperGiven(BaseModel):
    """`signature`: of the blinded token, hexadecimal."""

    signature: str


class SecretCasting(Casting):
    """`token`: the prepared message, `signature`: the unblinded one; nothing here says whose."""

    model_config = ConfigDict(extra="forbid")

    token: Annotated[str, Field(pattern=rf"^[0-9a-f]{{{2 * TOKEN_BYTES}}}$")]
    signature: Annotated[str, Field(pattern=rf"^[0-9a-f]{{{2 * BYTES}}}$")]


class CastRead(BaseModel):
    """`digest`: under which the ballot is listed when the vote is closed."""

    digest: str


class VoteRead(BaseModel):
    """`modulus`: public key of a secret vote, hexadecimal. Counts are there once it is closed."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    meeting_id: UUID
    item_id: UUID | None
    question: str
    options: list[str]
    secret: bool
    least: int
    most: int
    state: State
    version: int
    modulus: Annotated[str, BeforeValidator(lambda value: value.hex() if isinstance(value, bytes) else value or "")]
    counts: list[int] | None
    cast: int | None
    electorate: int | None
    digest: str | None
    record_id: UUID | None
    cancelled_reason: str


class VoteSeen(VoteRead):
    """With what it is to who asks. `voted`: of a secret vote, that the paper was taken. `progress`: ballots so far,
    for who conducts."""

    may_vote: bool = False
    voted: bool = False
    progress: int | None = None


class BallotRead(BaseModel):
    """`voter`: a name, or of a secret ballot its token's digest; then what was chosen stays untold."""

    voter: str
    choices: list[int] | None
