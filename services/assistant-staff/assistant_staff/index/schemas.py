from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, get_args

from pydantic import BaseModel, ConfigDict, Field

from assistant_staff.owner.schemas import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)


class KindState(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: str
    read: int
    waiting: int
    failing: int
    oldest: datetime | None


class RebuildState(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: str
    asked_at: datetime
    found: int
    finished_at: datetime | None


class IndexState(BaseModel):
    """`passages` by kind, laws too; `kinds`: what of governance and meetings is read and what waits."""

    model_config = ConfigDict(from_attributes=True)

    kinds: Sequence[KindState]
    passages: dict[str, int]
    rebuilds: Sequence[RebuildState]


class Rebuild(BaseModel):
    kinds: Annotated[list[Kind], Field(min_length=1)] = list(KINDS)
