from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from kit.page import Paging
from kit.text import Line, Name, Text

Refresh = Literal["never", "daily", "weekly", "monthly", "quarterly", "yearly"]
Visibility = Literal["province", "agency"]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$", strip_whitespace=True)]
OF_EVENTS = "events_"
"""How codes of datasets begin that events fill: nobody else's may."""
ColumnName = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]{0,59}$")]
Tag = Annotated[Line, Field(min_length=1, max_length=40)]


def _parts(value: Any) -> Any:
    """A form sends them in one field, with commas."""
    parts = value.split(",") if isinstance(value, str) else value
    return list(dict.fromkeys(part.strip() for part in parts if part.strip())) if isinstance(parts, list) else parts


class DatasetUpdate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Text = ""
    tags: Annotated[list[Tag], BeforeValidator(_parts), Field(max_length=20)] = []
    licence: Annotated[Line, Field(max_length=200)] = ""
    refresh: Refresh = "never"
    visibility: Visibility = "agency"
    row_column: ColumnName | Literal[""] = ""
    key_columns: Annotated[list[ColumnName], BeforeValidator(_parts), Field(max_length=8)] = []
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 30
    version: int


class DatasetCreate(DatasetUpdate):
    code: Code
    version: Literal[0] = Field(default=0, exclude=True)


class ColumnRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    title: str
    kind: str
    description: str
    tag: str
    tag_state: str
    version: int


class DatasetRead(BaseModel):
    """`snapshot`: the one that is read; None before the first load."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    description: str
    owner: str
    tags: list[str]
    licence: str
    refresh: str
    visibility: str
    row_column: str
    key_columns: list[str]
    retention_days: int
    source: str
    snapshot: int | None
    rows: int
    bytes: int
    loaded_at: datetime
    created_at: datetime
    created_by: str
    version: int


class DatasetDetail(DatasetRead):
    columns: list[ColumnRead] = []


class DatasetFilter(Paging):
    owner: Annotated[str, Field(max_length=40)] = ""
    tag: Annotated[str, Field(max_length=40)] = ""
    source: Literal["", "upload", "event"] = ""
    state: Literal["", "empty", "fresh", "late"] = ""


class GrantUpdate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    personal: bool = False
    all_rows: bool = False
    most_rows: Annotated[int | None, Field(ge=1, le=10_000_000)] = None
    version: int


class GrantCreate(GrantUpdate):
    agency: Annotated[str, StringConstraints(max_length=40, strip_whitespace=True)] = ""
    role: Annotated[str, StringConstraints(max_length=60, strip_whitespace=True)] = ""
    version: Literal[0] = Field(default=0, exclude=True)

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.agency or self.role):
            raise ValueError("dataset.wrong.nobody")
        return self


class GrantRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency: str
    role: str
    personal: bool
    all_rows: bool
    most_rows: int | None
    version: int
