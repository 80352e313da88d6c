from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.page import Paging
from kit.text import Text

State = Literal["standing", "future", "expired", "revoked"]


class _Ground(BaseModel):
    """On what law, what for, and from when to before when (Decree 47/2020/NĐ-CP, article 35)."""

    legal_basis: Annotated[Text, Field(min_length=5, max_length=1000)]
    purpose: Annotated[Text, Field(min_length=5, max_length=2000)]
    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("access.wrong.validity")
        return self


class AccessGrant(_Ground):
    """Without `endpoint_id` the right is to the whole service."""

    service_id: UUID
    application_id: UUID
    endpoint_id: UUID | None = None


class AccessUpdate(_Ground):
    version: int


class AccessRevoke(BaseModel):
    version: int
    reason: Annotated[Text, Field(min_length=5, max_length=1000)]


class AccessRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    service_id: UUID
    service: str
    application_id: UUID
    application: str
    endpoint_id: UUID | None
    method: str
    template: str
    legal_basis: str
    purpose: str
    valid_from: date
    valid_to: date | None
    granted_by: str
    granted_at: datetime
    revoked_by: str | None
    revoked_at: datetime | None
    revoke_reason: str | None
    version: int


class AccessFilter(Paging):
    """Both sides: what an application may call, and who may call a service."""

    service_id: UUID | Literal[""] = ""
    application_id: UUID | Literal[""] = ""
    state: State | Literal[""] = ""
