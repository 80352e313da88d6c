"""What the two sheets hold: units, and people with their positions."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from governance.person.schemas import OF_UNITS, Email, Kind, Username
from governance.unit.schemas import Code
from kit.sheet import Column, Day, Words

What = Literal["units", "people"]

_AGENCY = Column("agency", "roster.agency", "roster.agency_hint", "H02.14", required=False)
_FROM = Column("valid_from", "organisation.valid_from", "roster.day_hint", "01/07/2025")
_TO = Column("valid_to", "organisation.valid_to", "organisation.valid_to_hint", "31/12/2026", required=False)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "units": (
        _AGENCY,
        Column("code", "unit.code", "unit.code_hint", "CDS"),
        Column("name", "unit.name", example="Phòng Chuyển đổi số"),
        Column("parent", "unit.parent", "roster.parent_hint", "TTCNTT", required=False),
        _FROM,
        _TO,
    ),
    "people": (
        _AGENCY,
        Column("name", "person.name", example="Nguyễn Thị Hường"),
        Column("username", "person.username", "roster.username_hint", "huong.nt", required=False),
        Column("email", "person.email", example="huong.nt@tinh.example", required=False),
        Column("unit", "roster.unit", "roster.unit_hint", "CDS", required=False),
        Column("kind", "person.kind", "roster.kind_hint", "Trưởng đơn vị"),
        Column("title", "person.job", "person.job_hint", "Trưởng phòng"),
        _FROM,
        _TO,
    ),
}
AgencyCell = Annotated[Words, Field(max_length=35)]
CodeCell = Annotated[Words, Field(max_length=20)]


class _Dated(BaseModel):
    agency: AgencyCell | None = None
    valid_from: Day
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("organisation.wrong.validity")
        return self


class UnitRow(_Dated):
    code: Code
    name: Words
    parent: CodeCell | None = None


class PersonRow(_Dated):
    name: Words
    username: Username = None
    email: Email = ""
    unit: CodeCell | None = None
    kind: Kind
    title: Annotated[Words, Field(max_length=150)]

    @model_validator(mode="after")
    def _in_a_unit(self) -> Self:
        if self.kind in OF_UNITS and self.unit is None:
            raise ValueError("person.wrong.unit_needed")
        return self
