import re
from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from kit.page import Paging
from kit.text import Name

Kind = Literal["leader", "deputy", "head", "deputy_head", "clerk", "staff"]
OF_UNITS = ("head", "deputy_head", "staff")
"""Kinds that only a unit has."""
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{2,63}")
EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,24}")


def plain_username(text: str | None) -> str | None:
    """As the gateway spells it."""
    name = (text or "").strip().lower()
    if name and not USERNAME.fullmatch(name):
        raise ValueError("person.wrong.username")
    return name or None


def plain_email(text: str) -> str:
    address = text.strip().lower()
    if address and not EMAIL.fullmatch(address):
        raise ValueError("person.wrong.email")
    return address


Username = Annotated[str | None, Field(max_length=64), AfterValidator(plain_username)]
Email = Annotated[str, Field(max_length=254), AfterValidator(plain_email)]
Title = Annotated[Name, Field(max_length=150)]


class _Facts(BaseModel):
    """`username`: the name to sign in with, by which an account finds its person."""

    name: Name
    username: Username = None
    email: Email = ""
    language: Literal["vi", "en"] = "vi"


class _Place(BaseModel):
    """`unit_id` None: of the agency as a whole. `overlap`: two leaders or heads at once are meant (a handover)."""

    agency: Annotated[str, Field(max_length=35)]
    unit_id: UUID | None = None
    kind: Kind
    title: Title
    valid_from: date
    valid_to: date | None = None
    overlap: bool = False

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("organisation.wrong.validity")
        if self.kind in OF_UNITS and self.unit_id is None:
            raise ValueError("person.wrong.unit_needed")
        return self


class PositionCreate(_Place):
    pass


class PersonCreate(_Facts, _Place):
    """A person comes with a first position. The same `id` sent twice is one person."""

    id: UUID | None = None


class PersonUpdate(_Facts):
    version: int


class PositionUpdate(BaseModel):
    """To mend what was written wrong; what changed in life is a new position."""

    version: int
    title: Title
    valid_from: date


class PositionEnd(BaseModel):
    """Without `valid_to`: until further notice again."""

    version: int
    valid_to: date | None = None
    overlap: bool = False


class PositionRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency: str
    unit_id: UUID | None
    unit: str | None
    kind: Kind
    title: str
    valid_from: date
    valid_to: date | None
    version: int

    @field_validator("unit", mode="before")
    @classmethod
    def _named(cls, unit: Any) -> Any:
        return getattr(unit, "name", unit)


class PersonRead(BaseModel):
    """`email`, `username` and `linked` (an account has signed in) only for who keeps the person's agencies."""

    id: UUID
    name: str
    positions: list[PositionRead]
    version: int
    email: str | None = None
    username: str | None = None
    linked: bool | None = None


class PersonFilter(Paging):
    """`q`: words of a name, with or without marks; `on` a day, today if not given. `linked` only of one's own."""

    agency: Annotated[str, Field(max_length=35)] = ""
    unit_id: UUID | Literal[""] = ""
    kind: Kind | Literal[""] = ""
    on: date | Literal[""] = ""
    linked: Literal["", "no"] = ""
