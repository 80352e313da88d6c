from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field, field_validator

from kit.page import Paging

Status = Literal["waiting", "replayed", "discarded"]


class DeadLetterFilter(Paging):
    status: Status | Literal[""] = ""
    topic: Annotated[str, Field(max_length=200)] = ""


class DeadLetterRead(BaseModel):
    """`code` and `place` say what went wrong and where in the code."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    event_id: UUID
    topic: str
    aggregate: str
    correlation_id: str
    code: str
    place: str
    tries: int
    failed_at: datetime
    status: Status
    settled_at: datetime | None
    settled_by: str | None


class DeadLetterDetail(DeadLetterRead):
    """`event` is the envelope, or the text that came where it is none."""

    event: Annotated[Any, Field(validation_alias="body")]

    @field_validator("event", mode="before")
    @classmethod
    def _read(cls, body: Any) -> Any:
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError:
            return body
