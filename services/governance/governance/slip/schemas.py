from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from kit.text import Line, Text

Reason = Annotated[Text, Field(min_length=1, max_length=500)]
Words = Annotated[Text, Field(max_length=2000)]
DUE = "due-"
"""How a form names the deadline beside each unit or person: `due-<id>`."""


def _rows(values: Any) -> Any:
    """A form sends the chosen ids and, beside each, its deadline."""
    if not isinstance(values, dict) or "chosen" not in values:
        return values
    chosen = values["chosen"] if isinstance(values["chosen"], list) else [values["chosen"]]
    rows = [{"id": one, "due_on": values.get(f"{DUE}{one}") or None} for one in chosen if one]
    return {**values, "others": rows}


class Given(BaseModel):
    """A unit or a person, and by when."""

    id: UUID
    due_on: date | None = None


Others = Annotated[list[Given], Field(max_length=50)]


class _Step(BaseModel):
    version: int


class Submit(_Step):
    leader_id: UUID
    note: Words = ""


class _WithOthers(_Step):
    others: Others = []

    @model_validator(mode="before")
    @classmethod
    def _of_form(cls, values: Any) -> Any:
        return _rows(values)

    @model_validator(mode="after")
    def _each_once(self) -> "_WithOthers":
        if len({one.id for one in self.others}) < len(self.others):
            raise ValueError("document.wrong.twice")
        return self


class Assign(_WithOthers):
    """A leader's opinion; `others` are the units that take part. Without a deadline the usual one is set."""

    opinion: Words = ""
    lead_unit: UUID
    lead_due_on: date | None = None


class Hand(_WithOthers):
    """`others` are those who support."""

    main: UUID
    main_due_on: date | None = None
    note: Words = ""


class Support(_WithOthers):
    """Whom a unit that takes part sets to it; `unit_id` of who heads several of them."""

    unit_id: UUID | None = None
    note: Words = ""


class Report(_Step):
    progress: Annotated[Text, Field(min_length=1, max_length=2000)]


class Settle(_Step):
    """`reply_notation`: of the document that answers it."""

    result: Annotated[Text, Field(min_length=1, max_length=2000)]
    reply_notation: Annotated[Line, Field(max_length=60)] = ""


class GiveBack(_Step):
    """`unit_id`: which of several units that one heads takes no part; of that alone."""

    unit_id: UUID | None = None
    reason: Reason
