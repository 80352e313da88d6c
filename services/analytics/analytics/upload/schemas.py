from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.text import Line

MOST_BYTES = 2 << 30


class UploadCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[Line, Field(min_length=1, max_length=200)]
    size: Annotated[int, Field(ge=0)]


class UploadRead(BaseModel):
    """`received`: from here it goes on."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    dataset_id: UUID
    name: str
    size: int
    received: int
    created_at: datetime
