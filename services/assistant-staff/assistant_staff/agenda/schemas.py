from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel


class AgendaLine(BaseModel):
    """One thing to do, as governance tells it; `path` is its page there."""

    title: str
    note: str
    due_on: date | None
    reason: str
    path: str


class AgendaPart(BaseModel):
    """`count` of all there is; `name` is a text's key behind `agenda.part_`."""

    name: str
    count: int
    path: str
    lines: Sequence[AgendaLine]
