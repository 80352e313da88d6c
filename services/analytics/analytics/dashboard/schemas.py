from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from analytics.question.schemas import Visibility
from kit.page import Paging
from kit.text import Line, Name, Text

SHORTEST = 30
MOST_TILES = 24


def _list(value: Any) -> Any:
    """A form with one of them sends no list."""
    return [value] if isinstance(value, str) else value


class Tile(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)

    question_id: UUID
    title: Annotated[Line, Field(max_length=200)] = ""
    wide: bool = False


class DashboardCreate(BaseModel):
    """`questions`: in the order of the tiles, as a form sends them; `tiles` says the same with titles."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Text = ""
    visibility: Visibility = "own"
    refresh_seconds: Annotated[int, Field(ge=0, le=86_400)] = 0
    tiles: Annotated[list[Tile], Field(max_length=MOST_TILES)] = []
    questions: Annotated[list[UUID], BeforeValidator(_list), Field(max_length=MOST_TILES, exclude=True)] = []

    @model_validator(mode="after")
    def _once(self) -> Self:
        if 0 < self.refresh_seconds < SHORTEST:
            raise ValueError("dashboard.wrong.refresh")
        if not self.tiles:
            self.tiles = [Tile(question_id=one) for one in dict.fromkeys(self.questions)]
        return self


class DashboardUpdate(DashboardCreate):
    version: int


class DashboardRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    description: str
    visibility: Visibility
    refresh_seconds: int
    owner_name: str
    agency: str | None
    created_at: datetime
    version: int


class TileRead(Tile):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    position: int


class DashboardDetail(DashboardRead):
    tiles: list[TileRead] = []


class DashboardFilter(Paging):
    mine: bool = False
