import re
from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from kit.page import Paging
from kit.text import Name
from kit.units.identifier import InvalidIdentifier, Kind, parse

MemberClass = Literal["GOV", "COM", "ORG", "NAT"]
KINDS: dict[str, set[Kind]] = {
    "GOV": {Kind.AGENCY},
    "COM": {Kind.ENTERPRISE},
    "ORG": {Kind.OTHER, Kind.ENTERPRISE},
}
ALIAS = re.compile(r"[0-9A-Z.\-]{1,35}")


def member_code(text: str, member_class: str) -> str:
    """The canonical code of a member of this class; national platforms have names of their own (`NDXP`)."""
    try:
        identifier = parse(text)
    except InvalidIdentifier as error:
        if member_class == "NAT" and ALIAS.fullmatch(text):
            return text
        raise ValueError("member.wrong.code") from error
    if identifier.kind not in KINDS.get(member_class, set(Kind)):
        raise ValueError("member.wrong.code_for_class")
    return str(identifier)


class _Facts(BaseModel):
    name: Name
    valid_from: date
    valid_to: date | None = None
    """The first day it is no longer valid."""
    aliases: Annotated[list[str], Field(max_length=20)] = []

    @field_validator("aliases", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """A form sends them in one text field."""
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("aliases")
    @classmethod
    def _plain(cls, aliases: list[str]) -> list[str]:
        if not all(map(ALIAS.fullmatch, aliases)):
            raise ValueError("member.wrong.alias")
        return sorted(set(aliases))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("member.wrong.validity")
        return self


class MemberCreate(_Facts):
    """`aliases` beside the reversed form of QCVN 102:2016, which is added by itself."""

    member_class: MemberClass
    code: Annotated[str, Field(max_length=35, validate_default=True)]

    @field_validator("code")
    @classmethod
    def _canonical(cls, code: str, known: ValidationInfo) -> str:
        return member_code(code, known.data.get("member_class", "NAT"))


class MemberUpdate(_Facts):
    version: int


class MemberRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    member_class: MemberClass
    code: str
    name: str
    aliases: list[str]
    valid_from: date
    valid_to: date | None
    version: int

    @field_validator("aliases", mode="before")
    @classmethod
    def _spelled(cls, aliases: Any) -> Any:
        return [getattr(alias, "alias", alias) for alias in aliases]


class MemberFilter(Paging):
    """`q` is part of a name, with or without marks, or a code in any accepted form; `on` a day of validity."""

    member_class: MemberClass | Literal[""] = ""
    on: date | Literal[""] = ""
