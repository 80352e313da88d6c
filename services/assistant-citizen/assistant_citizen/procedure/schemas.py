import datetime as dt
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.intake import IntakeRead
from kit.page import Paging
from kit.text import Line, Name, Text

Code = Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Count = Annotated[int, Field(ge=0, le=999)]
LongText = Annotated[Text, Field(max_length=60_000)]
Place = Literal["channels", "documents", "laws"]


class ChannelWrite(BaseModel):
    """Time and fee as words; what they mean as values is read of them."""

    model_config = ConfigDict(from_attributes=True)

    kind: Name
    time_limit: Text = ""
    fee: Text = ""
    note: Text = ""


class DocumentWrite(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: Annotated[Text, Field(min_length=1, max_length=5000)]
    originals: Count | None = None
    copies: Count | None = None
    form: Text = ""
    case_name: Line = ""
    note: Text = ""


class LawWrite(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: Line
    title: Text = ""
    date: dt.date | None = None
    issuer: Line = ""


class ProcedureWrite(BaseModel):
    """Texts left empty: nothing is known, and it is said so wherever it is asked."""

    code: Code
    name: Annotated[Name, Field(max_length=600)]
    field: Line
    level: Line = ""
    kind: Line = ""
    decision: Line = ""
    agency_text: Text = ""
    authority: Text = ""
    coordinating: Text = ""
    address: Text = ""
    steps: LongText = ""
    conditions: LongText = ""
    result: Text = ""
    who: Text = ""
    description: Text = ""
    keywords: Text = ""
    source: Line = ""
    withdrawn: bool = False
    channels: Annotated[list[ChannelWrite], Field(max_length=40)] = []
    documents: Annotated[list[DocumentWrite], Field(max_length=200)] = []
    laws: Annotated[list[LawWrite], Field(max_length=100)] = []


class ProcedureUpdate(ProcedureWrite):
    version: int


class ProcedureVerify(BaseModel):
    verified: bool
    version: int


class FeeRead(BaseModel):
    kind: str
    amount: float | None
    currency: str
    note: str


class ChannelRead(ChannelWrite):
    """`time_value`, `time_unit` and the amounts in `fees` are None where the words could not be read as values."""

    kind: str
    time_value: float | None
    time_unit: str | None
    fees: list[FeeRead]


class DocumentRead(DocumentWrite):
    name: str


class ProcedureBrief(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    field: str
    level: str
    agency_text: str
    verified: bool
    withdrawn: bool
    source: str
    updated_at: datetime


class ProcedureRead(ProcedureBrief):
    kind: str
    decision: str
    authority: str
    coordinating: str
    address: str
    steps: str
    conditions: str
    result: str
    who: str
    description: str
    keywords: str
    verified_at: datetime | None
    unread: list[dict[str, Any]]
    channels: list[ChannelRead]
    documents: list[DocumentRead]
    laws: list[LawWrite]
    version: int


class ProcedureFilter(Paging):
    field: Annotated[str, Field(max_length=200)] = ""
    level: Annotated[str, Field(max_length=100)] = ""
    state: Literal["", "verified", "unverified", "unread", "withdrawn"] = ""
    """Withdrawn ones are shown only to those who keep the records."""


class ProcedureImportRead(IntakeRead):
    """`notes_total`: cells whose words were kept but could not be read as values."""

    created: int
    changed: int
    unchanged: int
    skipped: int
    notes_total: int


class NoteRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    row: int
    code: str
    cell: str
    value: str
    reason: str


class NoteFilter(Paging):
    pass
