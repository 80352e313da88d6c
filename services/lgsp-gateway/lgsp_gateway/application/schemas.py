from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kit.page import Paging
from kit.text import Name

# Characters that pr-rest_x-road 4.8 recommends, without `?`, which would begin a query.
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9'()+,\-.=]{1,64}$")]
Rate = Annotated[int, Field(ge=1, le=10_000)]
CredentialKind = Literal["client_secret", "private_key_jwt"]


class ApplicationCreate(BaseModel):
    member_id: UUID
    code: Code
    name: Name
    rate_limit: Rate = 50
    burst: Rate = 100

    @field_validator("code")
    @classmethod
    def _not_a_step(cls, code: str) -> str:
        if not code.strip("."):
            raise ValueError("application.wrong.code")
        return code


class ApplicationUpdate(BaseModel):
    version: int
    name: Name
    active: bool = False
    """A box left open in a form is not sent."""
    rate_limit: Rate
    burst: Rate


class ApplicationRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    member_id: UUID
    identifier: str
    code: str
    name: str
    active: bool
    rate_limit: int
    burst: int
    version: int


class ApplicationFilter(Paging):
    member_id: UUID | Literal[""] = ""
    active: bool | Literal[""] = ""


class CredentialCreate(BaseModel):
    """`public_keys`: a JWKS, a JWK or a PEM public key, for `private_key_jwt` only."""

    kind: CredentialKind
    label: Name
    days: Annotated[int, Field(ge=1, le=730)] = 365
    public_keys: Annotated[str, Field(max_length=20_000)] | dict[str, Any] = ""


class CredentialRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    client_id: str
    kind: CredentialKind
    label: str
    jwks: dict[str, Any] | None
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class CredentialIssued(CredentialRead):
    """The only answer that ever holds the secret."""

    client_secret: str | None
