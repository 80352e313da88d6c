from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from analytics.workspace.confined import Form
from kit.page import Paging

LONGEST = 20_000
MOST = 1000
"""Rows of one page."""
FARTHEST = 100_000
MOST_OF_FILE = {"csv": 1_000_000, "parquet": 1_000_000, "xlsx": 100_000}
Sql = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class QueryCreate(BaseModel):
    """`run_id`: chosen by the asker, to cancel it by; `skip`: how many rows a page leaves out."""

    model_config = ConfigDict(extra="forbid")

    sql: Sql
    skip: Annotated[int, Field(ge=0, le=FARTHEST)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = 200
    run_id: UUID | None = None


class QueryExport(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sql: Sql
    form: Literal["csv", "xlsx", "parquet"]
    run_id: UUID | None = None


class ColumnTold(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    kind: str


class QueryRead(BaseModel):
    """`more`: there are rows after these. `masked`: columns of the datasets that are not shown as they are."""

    model_config = ConfigDict(from_attributes=True)

    columns: list[ColumnTold]
    rows: list[list[Any]]
    more: bool
    most_rows: int | None
    masked: list[str]
    milliseconds: int


class RunRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    sql: str
    question_id: UUID | None
    question_version: int | None
    asked_name: str
    form: Form
    state: str
    rows: int | None
    started_at: datetime
    ended_at: datetime | None


class RunFilter(Paging):
    state: Annotated[str, Field(max_length=20)] = ""
