from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from kit.page import Paging
from kit.text import Name

Code = Annotated[Name, Field(max_length=20, pattern=r"^[0-9A-Za-zĐđ._-]+$"), AfterValidator(str.upper)]
"""Short and unique within the agency: `VP`, `CĐS`."""
AgencyCode = Annotated[str, Field(max_length=35)]


class _Facts(BaseModel):
    code: Code
    name: Name
    parent_id: UUID | None = None
    valid_from: date


class UnitCreate(_Facts):
    """`valid_to` is the first day it is no longer there."""

    agency: AgencyCode
    valid_to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("organisation.wrong.validity")
        return self


class UnitUpdate(_Facts):
    version: int


class UnitEnd(BaseModel):
    """Without `valid_to`: until further notice again. `whole`: with the units below and the positions in them."""

    version: int
    valid_to: date | None = None
    whole: bool = False


class UnitRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency: str
    code: str
    name: str
    parent_id: UUID | None
    valid_from: date
    valid_to: date | None
    version: int


class UnitFilter(Paging):
    """`q`: words of its name or its agency's, with or without marks, or its code; `on` a day, today if not given."""

    agency: AgencyCode = ""
    on: date | Literal[""] = ""
