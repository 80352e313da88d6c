from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.page import Paging

Mode = Literal["append", "replace", "upsert"]
State = Literal["waiting", "running", "done", "refused", "failed"]
Snapshot = Annotated[int, Field(ge=0, le=1_000_000_000)]


class LoadCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    upload_id: UUID
    mode: Mode = "replace"


class Restore(BaseModel):
    model_config = ConfigDict(extra="forbid")

    snapshot: Snapshot


class LoadRead(BaseModel):
    """`message`: why it was refused, in the language of the request."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    dataset_id: UUID
    file_name: str
    mode: str
    state: State
    percent: int
    facts: dict[str, Any]
    reason: str
    message: str = ""
    rows_read: int
    rows_taken: int
    rows_rejected: int
    snapshot: int | None
    total_rows: int
    bytes: int
    seconds: float | None
    created_at: datetime
    created_by: str
    finished_at: datetime | None


class LoadFilter(Paging):
    state: Literal["", "waiting", "running", "done", "refused", "failed"] = ""
