from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from kit.text import Name, Text
from kit.units import Kind, Level, Unit


class UnitRead(BaseModel):
    """A unit as it was from `valid_from` to the day before `valid_to`."""

    code: str
    name: str
    full_name: str
    kind: Kind
    level: Level
    parent: str | None
    valid_from: date
    valid_to: date | None
    source: str

    @classmethod
    def of(cls, unit: Unit) -> Self:
        return cls.model_validate(unit, from_attributes=True)


class UnitDetail(UnitRead):
    ancestors: list[UnitRead]
    succeeded_by: list[str]
    preceded_by: list[str]


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


class UnitFilter(BaseModel):
    on: date | None = Field(None, description="Ngày cần tra cứu; mặc định là hôm nay")
    level: Level | None = None
    parent: str | None = Field(None, pattern=r"^[0-9]{2,5}$")
    q: str = Field("", max_length=100, description="Tên, có dấu hoặc không dấu")
    page: int = Field(1, ge=1, le=1000)
    size: int = Field(50, ge=1, le=500)

    @property
    def day(self) -> date:
        return self.on or today()


class UnitPage(BaseModel):
    on: date
    total: int
    page: int
    size: int
    items: list[UnitRead]


class ReportCreate(BaseModel):
    """What is wrong with a unit's record, and who can be asked about it."""

    unit_code: Annotated[str, Field(pattern=r"^[0-9]{2,5}$")]
    on: date
    subject: Name
    detail: Annotated[Text, Field(max_length=5000)] = ""


class ReportRead(ReportCreate):
    id: UUID
    received_at: datetime
    client: str | None = Field(description="Ứng dụng gửi, theo X-Road-Client")


class Problem(BaseModel):
    """RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
