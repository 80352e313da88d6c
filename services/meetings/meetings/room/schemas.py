from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.page import Paging
from kit.text import Name


class RoomCreate(BaseModel):
    """`place`: building and floor."""

    name: Annotated[Name, Field(max_length=200)]
    place: Annotated[str, Field(max_length=300)] = ""
    seats: Annotated[int, Field(ge=1, le=5000)]


class RoomUpdate(RoomCreate):
    version: int
    closed: bool = False


class RoomFilter(Paging):
    state: Literal["", "open", "closed"] = ""


class RoomRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency: str
    name: str
    place: str
    seats: int
    closed: bool
    version: int
