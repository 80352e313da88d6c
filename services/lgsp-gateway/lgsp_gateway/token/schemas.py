from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class KeyRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kid: str
    state: Literal["next", "current", "retired"]
    created_at: datetime
    activated_at: datetime | None
    expires_at: datetime | None
