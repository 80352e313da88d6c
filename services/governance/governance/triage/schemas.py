from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from governance.triage.facts import DocumentFacts
from governance.triage.field import FIELDS
from kit.contracts.governance import Urgency
from kit.text import Line, Text


def known(field: str) -> str:
    if field not in FIELDS:
        raise ValueError("triage.wrong.field")
    return field


class DocumentAsked(BaseModel):
    """As far as it is known: the subject alone is enough."""

    model_config = ConfigDict(extra="ignore")

    subject: Annotated[Line, Field(min_length=1, max_length=500)]
    sender: Annotated[Line, Field(max_length=200)] = ""
    kind: Annotated[str, Field(max_length=20)] = ""
    text: Annotated[Text, Field(max_length=20_000)] = ""
    agency: Annotated[str, Field(max_length=35)] = ""
    """Whose units; needed only of who stands in several."""
    due_on: date | None = None

    def facts(self, today: date) -> DocumentFacts:
        return DocumentFacts(self.subject, self.sender, self.kind, self.text, today, self.due_on)


class ReasonRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    words: str
    weight: float


class PartRead(BaseModel):
    """`source`: the model, the agency's table of fields, or the names of its units."""

    model_config = ConfigDict(from_attributes=True)

    value: str
    confidence: float
    version: int
    source: Literal["model", "table", "names"]
    reasons: list[ReasonRead]


class SuggestionRead(BaseModel):
    """A part is null where nothing is sure enough."""

    model_config = ConfigDict(from_attributes=True)

    agency: str
    field: PartRead | None
    urgency: PartRead | None
    unit: PartRead | None
    maybe: list[str] = []
    """The likeliest fields, where none is sure enough."""
    perhaps: list[str] = []
    """The likeliest units by name, where none is sure enough."""


class FieldSaid(BaseModel):
    """Of a document that is registered: what it is about is known here."""

    field: Annotated[str, AfterValidator(known)]


class DecisionCreate(DocumentAsked):
    """What is right, of one thing or several; what was suggested is known here."""

    field: str | None = None
    urgency: Urgency | None = None
    unit_id: UUID | None = None

    @field_validator("field")
    @classmethod
    def _known(cls, field: str | None) -> str | None:
        return known(field) if field else None


class FieldUnits(BaseModel):
    """The whole table of an agency: unit by field; a field left out has none. `version`: of the one its editor saw."""

    version: str
    units: Annotated[dict[str, UUID], Field(max_length=len(FIELDS))]

    @field_validator("units")
    @classmethod
    def _known(cls, units: dict[str, UUID]) -> dict[str, UUID]:
        if not units.keys() <= set(FIELDS):
            raise ValueError("triage.wrong.field")
        return units


class FieldUnitRead(BaseModel):
    """`suggested` where the table says nothing and a unit's name does."""

    field: str
    unit_id: UUID | None
    suggested: UUID | None


class FieldTableRead(BaseModel):
    version: str
    fields: list[FieldUnitRead]
