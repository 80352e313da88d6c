from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

Kind = Literal["document", "task"]
MOST_IDS = 500


class IndexText(BaseModel):
    """`label`: how people call it; `whole` False: a file of it is still being read, so ask again."""

    kind: Kind
    id: UUID
    version: int
    title: str
    label: str
    path: str
    texts: list[str]
    whole: bool
    changed_at: datetime | None = None


class IndexIds(BaseModel):
    """`next` continues after the last."""

    ids: Sequence[UUID]
    next: UUID | None


class ReadableAsked(BaseModel):
    kind: Kind
    ids: Annotated[list[UUID], Field(max_length=MOST_IDS)]


class Readable(BaseModel):
    ids: Sequence[UUID]
