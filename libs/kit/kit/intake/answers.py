"""An import as its sender sees it: on a page that asks again and again until it has ended, and for programs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from kit.intake.tables import IntakeRow
from kit.sheet import Column, report
from kit.web import translator, worded

SHOWN = 100


class IntakeRead(BaseModel):
    """`rows_done` of `rows_total` while it runs; what it did, or the first of what is wrong, once it has ended."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    state: Literal["waiting", "running", "done", "refused", "failed"]
    file_name: str
    rows_total: int
    rows_done: int
    wrong_total: int
    wrong: list[dict[str, Any]]
    created_at: datetime
    finished_at: datetime | None


Read = TypeVar("Read", bound=IntakeRead)


def read_of(request: Request, schema: type[Read], one: IntakeRow) -> Read:
    """With the words of the request's language."""
    read = schema.model_validate(one)
    return read.model_copy(update={"wrong": worded(request, one.wrong)})


def shown(request: Request, one: IntakeRow, columns: Sequence[Column]) -> dict[str, Any]:
    """What `components/intake.html` shows."""
    reader = translator(request)
    titles = {column.name: reader.t(column.title) for column in columns}
    return {"one": one, "wrong": worded(request, one.wrong[:SHOWN]), "titles": titles}


def problems(request: Request, name: str, one: IntakeRow, columns: Sequence[Column]) -> Response:
    """What is wrong as a sheet, to go by while mending the data."""
    return report(name, columns, worded(request, one.wrong), translator(request))
