from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.page import Paging
from kit.text import Line, Name, Text

Aspect = Literal["overview", "documents", "fee", "time", "where", "who", "conditions", "steps", "form", "law", "result"]


class FaqWrite(BaseModel):
    """`wordings`: other ways to ask it, one a line; `procedure_code`: the procedure it is about."""

    question: Annotated[Name, Field(min_length=5, max_length=500)]
    answer: Annotated[Text, Field(min_length=2, max_length=8000)]
    wordings: Annotated[Text, Field(max_length=4000)] = ""
    field: Line = ""
    procedure_code: Annotated[str, Field(max_length=40)] = ""
    aspect: Aspect | None = None
    source: Line = ""
    verified: bool = False


class FaqUpdate(FaqWrite):
    version: int


class FaqRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    question: str
    answer: str
    wordings: str
    field: str
    procedure_id: UUID | None
    aspect: str | None
    source: str
    verified: bool
    updated_at: datetime
    version: int


class FaqFilter(Paging):
    field: Annotated[str, Field(max_length=200)] = ""
