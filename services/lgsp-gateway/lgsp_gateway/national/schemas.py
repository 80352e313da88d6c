from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from kit.text import Name
from lgsp_gateway.catalogue.schemas import Address


class PlatformConnect(BaseModel):
    """`base_url`: services of kind 'national' at or below it are called with this platform's tokens."""

    name: Name
    base_url: Address
    token_url: Address
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    secret: Annotated[SecretStr, Field(min_length=1, max_length=1000)]


class PlatformRead(BaseModel):
    """Never the secret."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    base_url: str
    token_url: str
    client_id: str
