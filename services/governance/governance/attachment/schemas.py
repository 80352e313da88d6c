from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class AttachmentRead(BaseModel):
    """`state`: waiting until its text has been looked for, then read or unreadable (`note` says why)."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    media_type: str
    size: int
    pages: int | None
    state: str
    note: str
    created_at: datetime
