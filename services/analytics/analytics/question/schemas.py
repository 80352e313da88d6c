from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from analytics.dialect.schemas import Build
from analytics.question.parameter import Parameter, places, written
from analytics.workspace.schemas import FARTHEST, LONGEST, MOST
from kit.page import Paging
from kit.text import Name, Text

Visibility = Literal["own", "agency", "province"]
ChartKind = Literal["none", "bar", "line", "area"]


def _columns(value: Any) -> Any:
    """A form sends them in one field, with commas."""
    parts = value.split(",") if isinstance(value, str) else value
    return [str(part).strip() for part in parts if str(part).strip()] if isinstance(parts, list) else parts


def _parameters(value: Any) -> Any:
    return written(value) if isinstance(value, str) else value


class QuestionCreate(BaseModel):
    """Written (`sql`) or put together (`build`), of which its words are made."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Text = ""
    sql: Annotated[str, Field(max_length=LONGEST)] = ""
    build: Build | None = None
    parameters: Annotated[list[Parameter], BeforeValidator(_parameters), Field(max_length=12)] = []
    chart_kind: ChartKind = "none"
    chart_x: Annotated[str, Field(max_length=100)] = ""
    chart_y: Annotated[list[Annotated[str, Field(max_length=100)]], BeforeValidator(_columns), Field(max_length=3)] = []
    chart_ahead: Annotated[int, Field(ge=0, le=60)] = 0
    visibility: Visibility = "own"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.build and not self.sql.strip():
            raise ValueError("question.wrong.nothing")
        keys = [one.key for one in self.parameters]
        if len(set(keys)) != len(keys):
            raise ValueError("question.wrong.twice")
        if not self.build and (missing := set(places(self.sql)) - {one.name for one in self.parameters}):
            self.parameters += [Parameter(name=name) for name in sorted(missing)]
        return self


class QuestionUpdate(QuestionCreate):
    version: int


class QuestionRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    description: str
    sql: str
    build: Build | None
    dialects: list[dict[str, Any]]
    parameters: list[Parameter]
    chart_kind: ChartKind
    chart_x: str
    chart_y: list[str]
    chart_ahead: int
    visibility: Visibility
    owner_name: str
    agency: str | None
    created_at: datetime
    updated_at: datetime
    version: int


class QuestionFilter(Paging):
    mine: bool = False


class QuestionAsk(BaseModel):
    """`values` by the parameters' names, as text; those left out take their defaults."""

    model_config = ConfigDict(extra="forbid")

    values: Annotated[dict[str, Annotated[str, Field(max_length=400)]], Field(max_length=12)] = {}
    skip: Annotated[int, Field(ge=0, le=FARTHEST)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = 200
    run_id: UUID | None = None


class VersionRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: int
    sql: str
    parameters: list[Parameter]
    saved_at: datetime
    saved_by: str
