from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from kit.intake import IntakeRead
from kit.page import Paging
from kit.sheet import Day, Words
from kit.sheet.cells import number
from kit.text import Text, fold
from monitoring.indicator.period import WrongPeriod, read_period
from monitoring.indicator.tables import Span

Level = Literal["province", "agency", "district", "commune"]
Origin = Literal["form", "file", "api", "platform", "demo"]
MOST_IN_BATCH = 2000
LARGEST = 1e15
YES = frozenset({"co", "yes", "true", "dat", "da co", "roi"})
NO = frozenset({"khong", "no", "false", "chua", "khong dat", "chua co"})
LEVELS = {
    "": "province",
    "tinh": "province",
    "toan tinh": "province",
    "whole province": "province",
    "province": "province",
    "co quan": "agency",
    "agency": "agency",
    "agencies": "agency",
    "huyen": "district",
    "cap huyen": "district",
    "district": "district",
    "districts": "district",
    "xa": "commune",
    "cap xa": "commune",
    "commune": "commune",
    "communes": "commune",
}
"""By what somebody may write, among it what the template offers."""


def amount(value: Any) -> Any:
    """A number in Vietnamese or English spelling, with or without a percent sign; never a formula."""
    if isinstance(value, bool | date):
        raise ValueError("observation.wrong.number_kind")  # noqa: TRY004 - pydantic collects ValueErrors
    if isinstance(value, str):
        text = value.strip()
        if text.startswith(("=", "@")):
            raise ValueError("observation.wrong.formula")
        value = number(text.removesuffix("%").rstrip())
    return float(value) if isinstance(value, Decimal) else value


def amount_or_fact(value: Any) -> Any:
    """“Có” and “không” are 1 and 0; so are true and false."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and (folded := fold(value.strip())) in YES | NO:
        return float(folded in YES)
    return amount(value)


def period(text: Any) -> str:
    """The canonical spelling; a spreadsheet may have made a number of a year."""
    try:
        return str(read_period(f"{text:.0f}" if isinstance(text, Decimal | float) else str(text)))
    except WrongPeriod as error:
        raise ValueError("observation.wrong.period") from error


def area_code(value: Any) -> Any:
    """`07210`, or as the list of a template writes it: `07210 Xã Đồng Kỳ`. Zeros that a spreadsheet ate come back."""
    if isinstance(value, Decimal | int):
        digits = str(value)
        return digits.zfill(3 if len(digits) <= 3 else 5)
    return str(value).split()[0].upper() if str(value).split() else ""


Bounded = Field(ge=0, le=LARGEST, allow_inf_nan=False)
Amount = Annotated[float, Bounded, BeforeValidator(amount)]
AmountOrFact = Annotated[float, Bounded, BeforeValidator(amount_or_fact)]
PeriodText = Annotated[str, BeforeValidator(period)]
AreaCode = Annotated[str, Field(max_length=35), BeforeValidator(area_code)]
LongText = Annotated[Text, Field(max_length=2000)]
ShortText = Annotated[Words, Field(max_length=300)]
Reason = Annotated[Words, Field(min_length=3, max_length=500)]


class ObservationFacts(BaseModel):
    """`value`: a percentage, a count, or whether something is there. For a ratio it follows from its two parts."""

    value: AmountOrFact | None = None
    numerator: Amount | None = None
    denominator: Amount | None = None
    document_number: Annotated[Words, Field(max_length=100)] = ""
    document_on: Day | None = None
    document_title: Annotated[Words, Field(max_length=500)] = ""
    document_abstract: LongText = ""
    source: ShortText = ""
    note: LongText = ""
    evidence: Annotated[Words, Field(max_length=1000)] = ""


class ObservationCreate(ObservationFacts):
    """`area` is the code of an agency, district or commune there was on the period's last day."""

    code: Annotated[str, Field(max_length=8), AfterValidator(str.upper)]
    level: Annotated[Level, BeforeValidator(lambda value: LEVELS.get(fold(str(value)), value))] = "province"
    area: AreaCode = ""
    period: PeriodText


class PlaceAsked(BaseModel):
    """What a form says so far: `area` is a part of the name or the beginning of the code."""

    level: Annotated[str, Field(max_length=20)] = ""
    area: Annotated[str, Field(max_length=100)] = ""
    period: Annotated[str, Field(max_length=30)] = ""


class ObservationUpdate(ObservationFacts):
    """A correction: why is kept with what was there before."""

    version: int
    reason: Reason


class ObservationBatch(BaseModel):
    """Sent again it changes nothing. What is there already with other figures is corrected, for this reason."""

    rows: Annotated[list[ObservationCreate], Field(min_length=1, max_length=MOST_IN_BATCH)]
    reason: Reason


class BatchOutcome(BaseModel):
    added: int
    corrected: int
    same: int


class ObservationRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    level: Level
    area: str
    area_name: str = ""
    period: str
    span: Span
    period_start: date
    period_end: date
    value: float | None
    numerator: float | None
    denominator: float | None
    document_number: str
    document_on: date | None
    document_title: str
    document_abstract: str
    source: str
    note: str
    evidence: str
    origin: Origin
    demo: bool
    agency: str | None
    recorded_by: str
    recorded_at: datetime
    version: int


class ChangeRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    version: int
    changed_at: datetime
    changed_by: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]


class ObservationFilter(Paging):
    """`code` of an indicator; `q` is the beginning of an area's code or of a period."""

    code: Annotated[str, Field(max_length=8)] = ""
    level: Level | Literal[""] = ""
    area: Annotated[str, Field(max_length=35)] = ""
    period: Annotated[str, Field(max_length=30)] = ""
    origin: Origin | Literal[""] = ""

    @field_validator("period")
    @classmethod
    def _canonical(cls, text: str) -> str:
        return period(text) if text else ""


class ImportRead(IntakeRead):
    code: str | None
    added: int
    corrected: int
    same: int
