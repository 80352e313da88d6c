from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kit.sheet.cells import Words
from kit.text import Text
from monitoring.indicator.period import WrongPeriod, read_period
from monitoring.indicator.tables import Operator, Span
from monitoring.observation.schemas import Amount, Reason

FIRST_DUE, LAST_DUE = date(2022, 6, 11), date(2100, 12, 31)


def period_or_nothing(text: Any) -> Any:
    try:
        return str(read_period(str(text))) if text else ""
    except WrongPeriod as error:
        raise ValueError("observation.wrong.period") from error


class DecisionUpdate(BaseModel):
    """`target_…` and a baseline without the plan's figure are this province's own. A changed decision is unverified
    until it is confirmed again."""

    version: int
    lead_agency: Annotated[str, Field(max_length=35)] | None = None
    due_on: Annotated[date, Field(ge=FIRST_DUE, le=LAST_DUE)] | None = None
    target_op: Operator | None = None
    target_value: Amount | None = None
    target_span: Span | None = None
    baseline_value: Amount | None = None
    baseline_period: Annotated[str, Field(max_length=30), BeforeValidator(period_or_nothing)] = ""
    denominator: Annotated[Words, Field(max_length=500)] = ""
    note: Annotated[Text, Field(max_length=2000)] = ""
    reason: Reason

    @model_validator(mode="after")
    def _operator_with_figure(self) -> Self:
        if self.target_value is None:
            self.target_op = self.target_span = None
        else:
            self.target_op = self.target_op or ">="
        return self


class DecisionConfirm(BaseModel):
    """The document that says so."""

    version: int
    document_number: Annotated[Words, Field(min_length=1, max_length=100)]
    document_on: date


class DecisionRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    lead_agency: str | None
    due_on: date | None
    target_op: Operator | None
    target_value: float | None
    target_span: Span | None
    baseline_value: float | None
    baseline_period: str
    denominator: str
    note: str
    verified: bool
    document_number: str
    document_on: date | None
    demo: bool
    changed_at: datetime | None
    changed_by: str
    version: int


class DecisionChangeRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    changed_at: datetime
    changed_by: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
