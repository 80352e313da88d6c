from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MOST_ITEMS, MOST_LETTERS = 20, 500


def _moment(value: Any) -> Any:
    """`yyyyMMddHHmmss` in Viet Nam; empty: not yet."""
    if value in {"", None}:
        return None
    return datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=ZONE) if isinstance(value, str) else value


def _short(value: Any) -> Any:
    return value[:MOST_LETTERS] if isinstance(value, str) else value


Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Short = Annotated[str, BeforeValidator(_short)]
State = Annotated[int, Field(ge=1, le=10)]


class Supplement(BaseModel):
    until: Moment = Field(None, alias="HanBoSung")
    what: Short = Field(alias="NoiDung")


class Fee(BaseModel):
    name: Short = Field(alias="TenPhiLePhi")
    amount: int = Field(alias="Gia", ge=0)


class Given(BaseModel):
    """What the one-stop system tells, by the names of the national portal."""

    procedure: Short = Field(alias="MaTTHC")
    name: Short = Field(alias="TenTTHC")
    unit: Short = Field(alias="DonViXuLy")
    state: State = Field(alias="TrangThaiHoSo")
    received_at: Moment = Field(None, alias="NgayTiepNhan")
    due_at: Moment = Field(None, alias="NgayHenTra")
    ended_at: Moment = Field(None, alias="NgayKetThucXuLy")
    returned_at: Moment = Field(None, alias="NgayTra")
    note: Short = Field("", alias="GhiChu")
    supplements: Annotated[list[Supplement], Field(max_length=MOST_ITEMS)] = Field([], alias="DanhSachHoSoBoSung")
    fees: Annotated[list[Fee], Field(max_length=MOST_ITEMS)] = Field([], alias="DanhSachLePhi")


class StateAsk(BaseModel):
    """`proof`: the last four digits of the telephone or identity number that was given when it was filed."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(max_length=100)] = ""
    proof: Annotated[str, Field(max_length=40)] = ""


class SentenceRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    text: str
    link: str
    label: str


class OfficeRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    address: str
    phone: str
    hours: str


class StateRead(BaseModel):
    """`name` in the caller's language; `sentences`: the same for people. No part of it is kept here."""

    state: int
    name: str
    procedure_code: str
    procedure: str
    unit: str
    received_at: datetime | None
    due_at: datetime | None
    overdue: bool
    ended_at: datetime | None
    returned_at: datetime | None
    sentences: list[SentenceRead]
    office: OfficeRead | None
