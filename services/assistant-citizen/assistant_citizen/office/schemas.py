from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kit.page import Paging
from kit.text import Line, Name, Text

Code = Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Level = Literal["province", "commune", "central"]


def _lines(value: object) -> object:
    """A form sends them one a line."""
    return [line.strip() for line in value.splitlines() if line.strip()] if isinstance(value, str) else value


class OfficeWrite(BaseModel):
    """`fields`: those of procedures it takes in; none: everything of its level."""

    code: Code
    name: Name
    level: Level
    area: Line = ""
    address: Line = ""
    phone: Annotated[str, Field(max_length=60, pattern=r"^[0-9+(). -]*$")] = ""
    email: Annotated[str, Field(max_length=200, pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""
    website: Annotated[str, Field(max_length=300, pattern=r"^(https?://\S+)?$")] = ""
    hours: Text = ""
    fields: Annotated[list[Line], BeforeValidator(_lines), Field(max_length=60)] = []
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    source: Line = ""
    verified: bool = False


class OfficeUpdate(OfficeWrite):
    version: int


class OfficeRead(OfficeWrite):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    updated_at: datetime
    version: int


class OfficeFilter(Paging):
    level: Literal["", "province", "commune", "central"] = ""
