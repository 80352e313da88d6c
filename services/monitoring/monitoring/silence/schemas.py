from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kit.clock import ZONE
from kit.page import Paging
from kit.text import Text

LONGEST = timedelta(days=366)
Code = Annotated[str, Field(max_length=20)]


def _here(value: Any) -> Any:
    """A form sends moments without a zone; they are Vietnam's."""
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


Moment = Annotated[AwareDatetime, BeforeValidator(_here)]


class SilenceCreate(BaseModel):
    """Matchers that are left out match all; together they must hold."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[Text, Field(min_length=3, max_length=1000)]
    starts_at: Moment
    ends_at: Moment
    rule_id: UUID | None = None
    code: Code | None = None
    pillar: Code | None = None
    lead: Code | None = None
    area: Code | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta(0) < self.ends_at - self.starts_at <= LONGEST:
            raise ValueError("silence.wrong.times")
        return self


class SilenceUpdate(SilenceCreate):
    version: int


class SilenceRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    reason: str
    starts_at: datetime
    ends_at: datetime
    rule_id: UUID | None
    code: str | None
    pillar: str | None
    lead: str | None
    area: str | None
    agency: str | None
    created_at: datetime
    created_by: str
    version: int


class SilenceFilter(Paging):
    state: Literal["", "present", "future", "past"] = ""
