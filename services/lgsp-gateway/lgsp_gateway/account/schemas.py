import re
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from kit.page import Paging
from kit.text import Name
from lgsp_gateway.account.roles import SCOPES

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{2,63}")
EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,24}")
Kind = Literal["official", "citizen"]


class _Facts(BaseModel):
    name: Name
    email: Annotated[str, Field(max_length=254)] = ""
    member_id: UUID | None = None
    roles: Annotated[list[str], Field(min_length=1, max_length=len(SCOPES))]
    language: Literal["vi", "en"] = "vi"

    @field_validator("email")
    @classmethod
    def _address(cls, email: str) -> str:
        email = email.strip().lower()
        if email and not EMAIL.fullmatch(email):
            raise ValueError("account.wrong.email")
        return email

    @field_validator("roles", mode="before")
    @classmethod
    def _listed(cls, roles: Any) -> Any:
        """A form with one box ticked sends one value."""
        return [roles] if isinstance(roles, str) else roles

    @field_validator("roles")
    @classmethod
    def _known(cls, roles: list[str]) -> list[str]:
        if not set(roles) <= SCOPES.keys():
            raise ValueError("account.wrong.role")
        return sorted(set(roles))


class AccountCreate(_Facts):
    username: Annotated[str, Field(max_length=64)]
    kind: Kind = "official"

    @field_validator("username")
    @classmethod
    def _plain(cls, username: str) -> str:
        username = username.strip().lower()
        if not USERNAME.fullmatch(username):
            raise ValueError("account.wrong.username")
        return username

    @model_validator(mode="after")
    def _citizens_are_citizens(self) -> Self:
        if self.kind == "citizen" and (self.member_id or self.roles != ["citizen"]):
            raise ValueError("account.wrong.citizen")
        return self


class AccountUpdate(_Facts):
    version: int


class AccountRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    username: str
    name: str
    email: str
    kind: Kind
    member_id: UUID | None
    agency: str | None
    roles: list[str]
    language: str
    state: Literal["active", "locked"]
    has_totp: bool
    must_change_password: bool
    signed_in_at: datetime | None
    created_at: datetime
    version: int


class AccountCreated(AccountRead):
    """`password` is told this once."""

    password: str


class InitialPassword(BaseModel):
    password: str


class AccountFilter(Paging):
    """`q`: part of a name with or without marks, of a user name or an address."""

    role: Literal["administrator", "registrar", "agency-registrar", "auditor", "leader", "official", "citizen", ""] = ""
    state: Literal["active", "locked", ""] = ""
    member_id: UUID | Literal[""] = ""
