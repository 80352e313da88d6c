from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from kit.page import Paging
from kit.text import Text

MOST_DAYS = 366


class DelegationCreate(BaseModel):
    """`last_day` is the last on which the other may act."""

    position_id: UUID
    person_id: UUID
    first_day: date
    last_day: date
    reason: Annotated[Text, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError("delegation.wrong.order")
        if self.last_day - self.first_day >= timedelta(days=MOST_DAYS):
            raise ValueError("delegation.wrong.too_long")
        return self


class DelegationWithdraw(BaseModel):
    version: int


class DelegationRead(BaseModel):
    id: UUID
    position_id: UUID
    title: str
    agency: str
    owner_id: UUID
    owner: str
    person_id: UUID
    person: str
    first_day: date
    last_day: date
    reason: str
    withdrawn_at: datetime | None
    state: Literal["coming", "current", "past", "withdrawn"]
    version: int
    may_withdraw: bool


class DelegationFilter(Paging):
    """`whose`: of the own positions, of those one stands in for, or, for who keeps it, of the whole agency."""

    whose: Literal["", "lent", "held", "agency"] = ""
    state: Literal["", "coming", "current", "past", "withdrawn"] = ""
