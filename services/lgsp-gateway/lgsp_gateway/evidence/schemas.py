from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kit.page import Paging

Outcome = Literal["ok", "client", "gateway", "provider", "broken", "open"]
Printed = Annotated[str, Field(max_length=300)]


class ExchangeFilter(Paging):
    """`client` and `service` are whole identifiers; newest first. A day is one of the province's calendar, and
    `until` a day includes it."""

    sort: Literal["at", "-at"] = "-at"
    client: Printed = ""
    service: Printed = ""
    outcome: Outcome | Literal[""] = ""
    since: date | AwareDatetime | Literal[""] = ""
    until: date | AwareDatetime | Literal[""] = ""


class ExchangeRead(BaseModel):
    """`told` holds the rest of the record: see docs of the exchange. Sizes are bytes, times microseconds."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)

    id: UUID = Field(validation_alias="record_id")
    at: datetime
    client: str = Field(validation_alias="actor")
    service: str = Field(validation_alias="object")
    outcome: str
    told: dict[str, Any] = Field(validation_alias="body")


class Checkpoint(BaseModel):
    """Ed25519 over the end of the chain."""

    seq: int
    hash: str
    at: datetime
    key: str
    signature: str


class Proof(BaseModel):
    """The record's place, and the first signed end of the chain that covers it; both None until it is sealed."""

    seq: int | None
    prev: str | None
    hash: str | None
    digest: str
    salt: str
    checkpoint: Checkpoint | None


class ExchangeProven(ExchangeRead):
    proof: Proof


class VerdictRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    sound: bool
    after: int
    """Records up to this one are signed and were not looked at."""
    records: int
    erased: int
    checkpoints: int
    tip: str
    broken_seq: int | None = None
    broken_record: str = ""
    reason: str = ""
